/* A posting cut into units, and the part each opens: headings.read_units at the speed of the machine.
 *
 * Functions have the names of those in headings.py, which say why. What is asked of few units, by expressions, is
 * asked there: a Cutter is given the functions.
 */
#ifndef ROLESCOPE_HEADINGS_H
#define ROLESCOPE_HEADINGS_H
#include "_hits.h"
#include "_views.h"

#define NONE (-1)
#define SIGNS 0x2100u
#define BIT(part) (1u << (part))

#define LISTED_PARTS(PART)                                                                                       \
    PART(ABOUT, "about") PART(PURPOSE, "purpose") PART(DUTIES, "duties") PART(REQUIREMENTS, "requirements")      \
    PART(PREFERRED, "preferred") PART(BENEFITS, "benefits") PART(LEGAL, "legal") PART(OTHER, "other")            \
    PART(APPLY, "apply") PART(PLACE, "place") PART(POSTING, "posting")                                           \
    PART(REQUIRED, "required") PART(MENTIONED, "mentioned") /* strengths, as lines have */
#define NUMBER(part, name) part,
#define NAME(part, name) name,
enum { LISTED_PARTS(NUMBER) PARTS };
static const char *const PART_NAMES[] = {LISTED_PARTS(NAME)};

#define LOOSE (BIT(ABOUT) | BIT(PURPOSE) | BIT(OTHER) | BIT(APPLY))
#define CLOSING (BIT(BENEFITS) | BIT(LEGAL) | BIT(APPLY))
#define PROSE (BIT(ABOUT) | BIT(PURPOSE))
#define ROLE_GROUPS (BIT(REQUIREMENTS) | BIT(DUTIES) | BIT(PURPOSE))

#define LISTED_FUNCTIONS(OF)                                                                                     \
    OF(FIND_GLUED, "find_glued") OF(FIND_INNER, "find_inner") OF(IS_WISHED, "is_wished")                         \
    OF(OPENED_BY_NAME, "opened_by_name") OF(ARE_WISHES, "are_wishes") OF(IN_BRACKETS, "in_brackets")             \
    OF(ASKS, "asks") OF(GIVES, "gives") OF(BEGINS_DUTY, "begins_duty") OF(IS_WISH, "is_wish")
enum { LISTED_FUNCTIONS(NUMBER) FUNCTIONS };
static const char *const FUNCTION_NAMES[] = {LISTED_FUNCTIONS(NAME)};

#define LISTED_LIMITS(OF)                                                                                        \
    OF(LONGEST_HEADING, "longest_heading") OF(LONG_LINE, "long_line") OF(FLAT, "flat") OF(BARE, "bare")          \
    OF(LONG_UNIT, "long") OF(PARAGRAPH, "paragraph")
enum { LISTED_LIMITS(NUMBER) LIMITS };
static const char *const LIMIT_NAMES[] = {LISTED_LIMITS(NAME)};

#define LISTED_WORDS(OF) OF(ASKING, "asking") OF(NAMED, "named") OF(OF_ROLE, "of_role") OF(STOPS, "stops")
enum { LISTED_WORDS(NUMBER) WORDS };
static const char *const WORD_NAMES[] = {LISTED_WORDS(NAME)};

#define LISTED_SIGNS(OF) OF(DECORATION, "decoration") OF(TAIL, "tail") OF(BEHIND, "behind") OF(BULLETS, "bullets")
enum { LISTED_SIGNS(NUMBER) SIGN_SETS };
static const char *const SIGN_NAMES[] = {LISTED_SIGNS(NAME)};

#define KNOWN 0x3000 /* the signs of sets lie below, but for the mark that begins files */
#define FILE_MARK 0xFEFFu

enum { HEADINGS, HEADING_WORDS, LINES, STRENGTH, GLUED, CLASSES };
static const char *const CLASS_NAMES[] = {"headings", "heading_words", "lines", "strength", "glued"};

typedef struct {
    PyObject_HEAD
    PyObject *parts[PARTS], *functions[FUNCTIONS], *words[WORDS], *classes[CLASSES];
    PyObject *packed_type; /* of packed hits, or None */
    Py_ssize_t limits[LIMITS];
    int rank[PARTS], field[PARTS];
    uint8_t signs[KNOWN + 1]; /* a bit for every set of signs; the last is of FILE_MARK */
} Cutter;

typedef struct {
    Py_ssize_t start, end;
    int part;
} Cue;

typedef struct {
    Cue *items;
    Py_ssize_t count;
} Cues;

typedef struct {
    Py_ssize_t *items, count, room;
} Places;

typedef struct {
    Py_ssize_t start, left, end;
    int opened;
    Py_ssize_t first_line, last_line;
} Unit;

typedef struct {
    Unit *items;
    Py_ssize_t count, room;
} Units;

/* One text. A function that fails sets `failed` and gives anything; Python is asked no more, and the loops over units
 * end.
 */
typedef struct {
    const Cutter *cutter;
    View raw;
    Cues cues[CLASSES]; /* in order of their start */
    Cues breaks;        /* headings glued to what stands before */
    Places ends;
    Units units;
    PyObject *by_class; /* borrowed: the cues as they were given */
    int failed;
} Job;

/* ---- asking Python ---- */

static int part_of(const Cutter *self, PyObject *name)
{
    for (int i = 0; i < PARTS; i++)
        if (self->parts[i] == name) return i;
    for (int i = 0; PyUnicode_Check(name) && i < PARTS; i++)
        if (PyUnicode_Compare(self->parts[i], name) == 0) return i;
    PyErr_Format(PyExc_ValueError, "no part of a posting: %R", name);
    return NONE;
}

/* Whether the answer is true; it is given away. */
static int is_true(Job *job, PyObject *answer)
{
    int told = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    if (told < 0) job->failed = 1;
    return told > 0;
}

static int asks_of_range(Job *job, int function, Py_ssize_t left, Py_ssize_t end)
{
    if (job->failed) return 0;
    return is_true(job, PyObject_CallFunction(job->cutter->functions[function], "Onn", job->raw.str, left, end));
}

static int asks_of_slice(Job *job, int function, Py_ssize_t left, Py_ssize_t end)
{
    if (job->failed) return 0;
    PyObject *slice = PyUnicode_Substring(job->raw.str, left, end);
    PyObject *answer = slice ? PyObject_CallFunctionObjArgs(job->cutter->functions[function], slice, NULL) : NULL;
    Py_XDECREF(slice);
    return is_true(job, answer);
}

static PyObject *cues_for_python(const Job *job, const Cue *cues, Py_ssize_t count)
{
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++) {
        PyObject *cue = Py_BuildValue("nnO", cues[i].start, cues[i].end, job->cutter->parts[cues[i].part]);
        if (cue) PyList_SET_ITEM(list, i, cue);
        else Py_CLEAR(list);
    }
    return list;
}

/* ---- cues ---- */

static int check_cue(const Job *job, PyObject *meaning, Cue *cue)
{
    if (cue->start < 0 || cue->end < cue->start || cue->end > job->raw.length)
        return PyErr_Format(PyExc_ValueError, "a cue lies outside of the text: %zd-%zd", cue->start, cue->end), -1;
    cue->part = part_of(job->cutter, meaning);
    return cue->part == NONE ? -1 : 0;
}

static int read_cue(const Job *job, PyObject *given, Cue *cue)
{
    if (!PyTuple_Check(given) || PyTuple_GET_SIZE(given) != 3)
        return PyErr_Format(PyExc_TypeError, "a cue is start, end and group, not %R", given), -1;
    cue->start = PyLong_AsSsize_t(PyTuple_GET_ITEM(given, 0));
    cue->end = PyLong_AsSsize_t(PyTuple_GET_ITEM(given, 1));
    return PyErr_Occurred() ? -1 : check_cue(job, PyTuple_GET_ITEM(given, 2), cue);
}

static int comes_first(const Cue *cue, const Cue *other)
{
    return cue->start < other->start || (cue->start == other->start && cue->end <= other->end);
}

/* Add a cue to those in order of start and end; scanners hand them out nearly so. */
static void add_cue(Cues *cues, const Cue *cue)
{
    Py_ssize_t at = cues->count++;
    for (; at > 0 && !comes_first(cues->items + at - 1, cue); at--) cues->items[at] = cues->items[at - 1];
    cues->items[at] = *cue;
}

static PyObject *given_cues(const Job *job, int class)
{
    PyObject *given = PyObject_GetItem(job->by_class, job->cutter->classes[class]);
    if (given || !PyErr_ExceptionMatches(PyExc_KeyError)) return given;
    PyErr_Clear();
    return PyTuple_New(0);
}

static Cue *make_room(Job *job, int class, Py_ssize_t count)
{
    job->cues[class].items = PyMem_Calloc((size_t)count + 1, sizeof(Cue));
    return job->cues[class].items ? job->cues[class].items : (PyErr_NoMemory(), NULL);
}

static int read_packed(Job *job, const PackedHits *given, int class)
{
    Cue cue;
    if (!make_room(job, class, Py_SIZE(given))) return -1;
    for (Py_ssize_t i = 0; i < Py_SIZE(given); i++) {
        cue = (Cue){given->items[i].start, given->items[i].end, NONE};
        if (check_cue(job, given->items[i].meaning, &cue) < 0) return -1;
        add_cue(job->cues + class, &cue);
    }
    return 0;
}

static int read_tuples(Job *job, PyObject *given, int class)
{
    Cue cue;
    if (!make_room(job, class, PyTuple_GET_SIZE(given))) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(given); i++) {
        if (read_cue(job, PyTuple_GET_ITEM(given, i), &cue) < 0) return -1;
        add_cue(job->cues + class, &cue);
    }
    return 0;
}

static int read_class(Job *job, int class)
{
    PyObject *given = given_cues(job, class), *tuples = NULL;
    int packed = given && (PyObject *)Py_TYPE(given) == job->cutter->packed_type;
    if (given && !packed) tuples = PySequence_Tuple(given);
    int failed = packed ? read_packed(job, (PackedHits *)given, class) : tuples ? read_tuples(job, tuples, class) : -1;
    Py_XDECREF(tuples);
    Py_XDECREF(given);
    return failed;
}

/* Strengths tell of lines, if one of them is a wish. */
static int add_wishes(Job *job)
{
    Cues *lines = job->cues + LINES, *strengths = job->cues + STRENGTH;
    Py_ssize_t s = 0, left = lines->count;
    while (s < strengths->count && strengths->items[s].part != PREFERRED) s++;
    if (s == strengths->count) return 0;
    Py_ssize_t right = strengths->count, both = left + right;
    Cue *items = PyMem_Realloc(lines->items, ((size_t)both + 1) * sizeof *items);
    if (!items) return PyErr_NoMemory(), -1;
    *lines = (Cues){items, both};
    while (right > 0) { /* from the last on, each where it belongs */
        int is_line = left > 0 && comes_first(strengths->items + right - 1, items + left - 1);
        items[--both] = is_line ? items[--left] : strengths->items[--right];
    }
    return 0;
}

static int read_cues(Job *job)
{
    for (int class = 0; class < CLASSES; class++)
        if (read_class(job, class) < 0) return -1;
    return add_wishes(job);
}

/* ---- characters ---- */

static inline int in_set(const Cutter *self, Py_UCS4 code, int set)
{
    if (code >= KNOWN && code != FILE_MARK) return 0;
    return self->signs[code < KNOWN ? code : KNOWN] >> set & 1;
}

static inline int is_capital(Py_UCS4 code) { return code - 'A' < 26u; }
static inline int is_small(Py_UCS4 code) { return code - 'a' < 26u; }

static inline Py_ssize_t strip_set(const Job *job, Py_ssize_t left, Py_ssize_t end, int set)
{
    while (end > left && in_set(job->cutter, at(&job->raw, end - 1), set)) end--;
    return end;
}

static inline Py_ssize_t strip_spaces(const View *raw, Py_ssize_t left, Py_ssize_t end)
{
    while (end > left && is_space(at(raw, end - 1))) end--;
    return end;
}

static inline Py_ssize_t skip_spaces(const View *raw, Py_ssize_t left, Py_ssize_t end)
{
    while (left < end && is_space(at(raw, left))) left++;
    return left;
}

/* Whether the word of small ASCII letters stands here; in whatever case, if it is not to be the `same_case`. */
static int stands(const View *raw, Py_ssize_t place, Py_ssize_t end, const char *word, int same_case)
{
    for (; *word; word++, place++) {
        Py_UCS4 code = place < end ? at(raw, place) : 0;
        if (!same_case && is_capital(code)) code += 'a' - 'A';
        if (code != (Py_UCS4)*word) return 0;
    }
    return 1;
}

static int stands_any(const View *raw, Py_ssize_t place, Py_ssize_t end, PyObject *words)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++)
        if (stands(raw, place, end, (const char *)PyUnicode_1BYTE_DATA(PyTuple_GET_ITEM(words, i)), 0)) return 1;
    return 0;
}

/* Whether the word stands anywhere. */
static int has(const View *raw, Py_ssize_t left, Py_ssize_t end, const char *word, int same_case)
{
    for (; left < end; left++)
        if (stands(raw, left, end, word, same_case)) return 1;
    return 0;
}

/* ---- ends of units (headings._ends) ---- */

static int add_end(Places *ends, Py_ssize_t end)
{
    if (ends->count == ends->room) {
        Py_ssize_t room = ends->room ? 2 * ends->room : 128;
        Py_ssize_t *items = PyMem_Realloc(ends->items, (size_t)room * sizeof *items);
        if (!items) return PyErr_NoMemory(), -1;
        ends->items = items;
        ends->room = room;
    }
    Py_ssize_t i = ends->count++;
    for (; i > 0 && ends->items[i - 1] > end; i--) ends->items[i] = ends->items[i - 1];
    ends->items[i] = end;
    return 0;
}

static inline int begins_sentence(Py_UCS4 code)
{
    return is_capital(code) || code == 0x2022 || code == '*' || code == '-';
}

/* Where the sentence that ends with the mark at `mark` is over, or NONE. */
static Py_ssize_t sentence_end(const View *raw, Py_ssize_t mark, Py_ssize_t end)
{
    Py_ssize_t next = skip_spaces(raw, mark + 1, end);
    if (next >= end) return NONE;
    if (next > mark + 1) return begins_sentence(at(raw, next)) ? next : NONE;
    if (at(raw, mark) != '.' || mark == 0 || next + 1 >= end) return NONE;
    Py_UCS4 before = at(raw, mark - 1);
    int glued = (is_small(before) || before == ')') && is_capital(at(raw, next)) && is_small(at(raw, next + 1));
    return glued ? next : NONE;
}

/* Whether three spaces of one sort stand here; `free` is where they may begin, behind those before. */
static inline int is_gap(const View *raw, Py_ssize_t place, Py_ssize_t end, Py_ssize_t *free)
{
    Py_UCS4 code = at(raw, place);
    if (place < *free || place + 3 > end || at(raw, place + 1) != code || at(raw, place + 2) != code) return 0;
    *free = place + 3;
    return 1;
}

static int add_sentences(Job *job, Py_ssize_t start, Py_ssize_t end)
{
    const View *raw = &job->raw;
    Py_ssize_t free[2] = {start + 1, start + 1}, stop;
    for (Py_ssize_t i = start; i < end; i++) {
        Py_UCS4 code = at(raw, i);
        if (is_small(code)) continue;
        if (code == '.' || code == '!' || code == '?' || code == ';') stop = sentence_end(raw, i, end);
        else if (code == ' ' || code == 0xA0) stop = is_gap(raw, i, end, free + (code == ' ')) ? i : NONE;
        else stop = (code == 0x2022 || code == 0xB7) && i > start ? i : NONE;
        if (stop != NONE && add_end(&job->ends, stop) < 0) return -1;
    }
    return 0;
}

static inline int is_line_break(Py_UCS4 code)
{
    return (code <= 0x1E || code >= 0x85) && Py_UNICODE_ISLINEBREAK(code);
}

static inline Py_ssize_t line_end(int kind, const void *data, Py_ssize_t start, Py_ssize_t stop)
{
    for (Py_ssize_t i = start; i < stop; i++) {
        Py_UCS4 code = PyUnicode_READ(kind, data, i);
        if (!is_line_break(code)) continue;
        return i + 1 + (code == '\r' && i + 1 < stop && PyUnicode_READ(kind, data, i + 1) == '\n');
    }
    return stop;
}

static Py_ssize_t next_line(const View *raw, Py_ssize_t start, Py_ssize_t stop)
{
    switch (raw->kind) { /* a constant kind makes each its own loop */
    case PyUnicode_1BYTE_KIND: return line_end(PyUnicode_1BYTE_KIND, raw->data, start, stop);
    case PyUnicode_2BYTE_KIND: return line_end(PyUnicode_2BYTE_KIND, raw->data, start, stop);
    default: return line_end(PyUnicode_4BYTE_KIND, raw->data, start, stop);
    }
}

static int find_ends(Job *job)
{
    Py_ssize_t next = 0;
    for (Py_ssize_t start = 0, end; start < job->raw.length; start = end) {
        while (next < job->breaks.count && job->breaks.items[next].start <= start) next++;
        Py_ssize_t stop = next < job->breaks.count ? job->breaks.items[next].start : job->raw.length;
        end = next_line(&job->raw, start, stop);
        if (end - start > job->cutter->limits[LONG_LINE] && add_sentences(job, start, end) < 0) return -1;
        if (add_end(&job->ends, end) < 0) return -1;
    }
    return 0;
}

/* ---- breaks inside of lines ---- */

/* Whether what ends before `place` may be torn off from what begins there, or is the kind of a heading ("Job "). */
static int may_be_torn(const View *raw, Py_ssize_t place)
{
    Py_UCS4 before = place > 0 ? at(raw, place - 1) : '\n';
    if (before == ' ' || before == '.' || before == ')' || before == '!') return 1;
    return before - '0' < 10u || Py_UNICODE_ISLOWER(before);
}

/* Whether headings._find_glued may find that a heading is glued: most stand on a line of their own. */
static int may_be_glued(const View *raw, const Cue *cue)
{
    if (cue->end >= raw->length || !Py_UNICODE_ISUPPER(at(raw, cue->start))) return 0;
    Py_UCS4 next = at(raw, cue->end);
    if (is_capital(next) || Py_UNICODE_ISDECIMAL(next) || next == 0x2022) return 1;
    if (is_space(next) && cue->end + 1 < raw->length) next = at(raw, cue->end + 1);
    return next == ':' && may_be_torn(raw, cue->start);
}

/* Call a function that gives parts by where they start, and add them to `found`. */
static int find_breaks(Job *job, int function, int class, PyObject *found)
{
    PyObject *cues = given_cues(job, class), *more = NULL;
    if (cues) more = PyObject_CallFunctionObjArgs(job->cutter->functions[function], job->raw.str, cues, NULL);
    int failed = more ? PyDict_Update(found, more) : -1;
    Py_XDECREF(cues);
    Py_XDECREF(more);
    return failed;
}

static int read_breaks(Job *job, PyObject *found)
{
    Py_ssize_t place = 0;
    PyObject *start, *name;
    job->breaks.items = PyMem_Calloc((size_t)PyDict_Size(found) + 1, sizeof *job->breaks.items);
    if (!job->breaks.items) return PyErr_NoMemory(), -1;
    while (PyDict_Next(found, &place, &start, &name)) {
        Cue cue = {PyLong_AsSsize_t(start), 0, part_of(job->cutter, name)};
        if (PyErr_Occurred()) return -1;
        if (cue.start < 0 || cue.start > job->raw.length)
            return PyErr_Format(PyExc_ValueError, "a break lies outside of the text: %R", start), -1;
        add_cue(&job->breaks, &cue);
    }
    return 0;
}

/* Whether line breaks are lost: few characters a line are less than `flat`. */
static int is_flat(const View *raw, Py_ssize_t flat)
{
    Py_ssize_t lines = 1, wanted = (raw->length + flat - 1) / flat;
    for (Py_ssize_t i = 0; lines < wanted; lines++, i++)
        if ((i = find_first(raw, '\n', i, raw->length)) < 0) return 1;
    return 0;
}

static int find_all_breaks(Job *job)
{
    int glued = 0, flat = is_flat(&job->raw, job->cutter->limits[FLAT]);
    for (Py_ssize_t i = 0; i < job->cues[GLUED].count; i++) glued |= may_be_glued(&job->raw, job->cues[GLUED].items + i);
    if (!glued && !flat) return 0;
    PyObject *found = PyDict_New();
    int failed = found ? 0 : -1;
    if (!failed && glued) failed = find_breaks(job, FIND_GLUED, GLUED, found);
    if (!failed && flat) failed = find_breaks(job, FIND_INNER, HEADINGS, found);
    if (!failed) failed = read_breaks(job, found);
    Py_XDECREF(found);
    return failed;
}

/* ---- what a unit opens (headings) ---- */

static int has_colon(const View *raw, Py_ssize_t stop)
{
    for (Py_ssize_t i = stop; i < raw->length && i < stop + 3; i++) {
        Py_UCS4 code = at(raw, i);
        if (code != '*' && code != ' ') return code == ':';
    }
    return 0;
}

static int opened_by_phrase(Job *job, Py_ssize_t left, Py_ssize_t end, Py_ssize_t first)
{
    const Cues *headings = job->cues + HEADINGS;
    Py_ssize_t right = strip_set(job, left, end, TAIL), reach = 0, reached;
    int best = NONE;
    for (; first < headings->count && headings->items[first].start == left; first++) {
        const Cue *cue = headings->items + first;
        if (cue->end >= right) reached = cue->end + job->raw.length;
        else if (has_colon(&job->raw, cue->end)) reached = cue->end;
        else continue;
        if (reached > reach) {
            best = cue->part;
            reach = reached;
        }
    }
    if (best != BENEFITS || (at(&job->raw, left) | 32) != 'b') return best;
    return asks_of_range(job, IS_WISHED, left, end) ? NONE : best;
}

typedef struct {
    Py_ssize_t words, named, capitals;
} Shape;

/* The words of a unit, counted to one more than a heading may have. */
static Shape shape_of(const View *raw, Py_ssize_t left, Py_ssize_t end)
{
    Shape shape = {0, 0, 0};
    for (Py_ssize_t i = skip_spaces(raw, left, end); i < end && shape.words <= 12; i = skip_spaces(raw, i, end)) {
        Py_UCS4 code = at(raw, i);
        shape.words++;
        shape.named += Py_UNICODE_ISALPHA(code) != 0;
        shape.capitals += Py_UNICODE_ISALPHA(code) && Py_UNICODE_ISUPPER(code);
        while (i < end && !is_space(at(raw, i))) i++;
    }
    return shape;
}

static int is_shaped_like_heading(const Job *job, Py_ssize_t left, Py_ssize_t end, int bulleted)
{
    const View *raw = &job->raw;
    if (left >= end) return 0;
    Py_UCS4 last = at(raw, end - 1);
    if (bulleted) return last == ':' && end - left < 40 && !Py_UNICODE_ISDIGIT(at(raw, left));
    if (last == ':' || last == 0x2026) return 1;
    if (end - left >= 3 && last == '.' && at(raw, end - 2) == '.' && at(raw, end - 3) == '.') return 1;
    Shape shape = shape_of(raw, left, end);
    int asking = shape.words <= 12 && stands_any(raw, skip_spaces(raw, left, end), end, job->cutter->words[ASKING]);
    if (asking && last == '?') return 1;
    if (last == '.' || last == ',' || last == ';' || shape.words > (asking ? 12 : 8)) return 0;
    return shape.named > 1 && (asking || 2 * shape.capitals > shape.named) && !has(raw, left, end, "degree", 0);
}

static int is_within(const Cue *cue, const Cue *other)
{
    return other->start <= cue->start && cue->end <= other->end;
}

static int is_part(const Cue *cue, const Cue *words, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (is_within(cue, words + i) && words[i].end - words[i].start > cue->end - cue->start) return 1;
    return 0;
}

static int surest_part(Job *job, const Cue *words, Py_ssize_t count)
{
    int best = NONE;
    for (Py_ssize_t i = 0; i < count; i++) {
        int part = words[i].part;
        if (best != NONE && job->cutter->rank[part] >= job->cutter->rank[best]) continue;
        if (!is_part(words + i, words, count)) best = part;
    }
    return best;
}

static int in_any_wish(const Cue *cue, const Cue *cues, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (cues[i].part == PREFERRED && is_within(cue, cues + i)) return 1;
    return 0;
}

static int has_part(const Cue *cues, Py_ssize_t count, int part)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (cues[i].part == part) return 1;
    return 0;
}

static int only_wishes(const Cue *cues, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (cues[i].part == REQUIRED && !in_any_wish(cues + i, cues, count)) return 0;
    return has_part(cues, count, PREFERRED);
}

/* Whether headings._WISHES may match here. */
static int may_be_wishes(const View *raw, Py_ssize_t left, Py_ssize_t end)
{
    static const char *const begins[] = {"des", "pre", "opt", "adv", "ben"};
    for (size_t i = 0; is_capital(at(raw, left)) && i < sizeof begins / sizeof *begins; i++)
        if (stands(raw, left, end, begins[i], 0)) return 1;
    return 0;
}

static int is_bullet(const Job *job, Py_ssize_t start, Py_ssize_t left)
{
    start = skip_spaces(&job->raw, start, left);
    return start < left && in_set(job->cutter, at(&job->raw, start), BULLETS);
}

static int opened_by_shape(Job *job, const Unit *unit, const Cue *words, Py_ssize_t word_count)
{
    const View *raw = &job->raw;
    const Cue *phrases = job->cues[LINES].items + unit->first_line;
    Py_ssize_t left = unit->left, end = strip_set(job, left, unit->end, BEHIND);
    Py_ssize_t phrase_count = unit->last_line - unit->first_line;
    if (may_be_wishes(raw, left, end) && asks_of_slice(job, ARE_WISHES, left, end)) return PREFERRED;
    if (strip_set(job, left, end, TAIL) - left > job->cutter->limits[LONGEST_HEADING]) return NONE;
    if (!is_shaped_like_heading(job, left, end, is_bullet(job, unit->start, left))) return NONE;
    int part = surest_part(job, words, word_count);
    if (part == PREFERRED) return asks_of_slice(job, IN_BRACKETS, left, end) ? NONE : part;
    if (part != REQUIREMENTS) return part;
    Py_UCS4 last = at(raw, end - 1);
    if (last == ':' && !has(raw, left, end, "year", 1) && only_wishes(phrases, phrase_count)) return PREFERRED;
    return has_part(phrases, phrase_count, part) && last != ':' && last != '?' ? NONE : part;
}

static int opened_by_name(Job *job, const Unit *unit)
{
    if (!begins_any(&job->raw, unit->left, job->raw.length, job->cutter->words[NAMED])) return NONE;
    if (stands(&job->raw, unit->left, unit->end, "the", 0) && unit->end - unit->left > 60) return NONE;
    PyObject *told = PyObject_CallFunction(job->cutter->functions[OPENED_BY_NAME], "Onn", job->raw.str, unit->left,
                                           unit->end);
    int part = told && told != Py_None ? part_of(job->cutter, told) : NONE;
    if (!told || PyErr_Occurred()) job->failed = 1;
    Py_XDECREF(told);
    return part;
}

/* ---- units (headings.read_units) ---- */

static int add_unit(Units *units, const Unit *unit)
{
    if (units->count == units->room) {
        Py_ssize_t room = units->room ? 2 * units->room : 128;
        Unit *items = PyMem_Realloc(units->items, (size_t)room * sizeof *items);
        if (!items) return PyErr_NoMemory(), -1;
        units->items = items;
        units->room = room;
    }
    units->items[units->count++] = *unit;
    return 0;
}

static Py_ssize_t skip_decoration(const Job *job, Py_ssize_t left, Py_ssize_t end)
{
    for (; left < end; left++) {
        Py_UCS4 code = at(&job->raw, left);
        if (!in_set(job->cutter, code, DECORATION) && (code <= SIGNS || Py_UNICODE_ISALNUM(code))) break;
    }
    return left;
}

static Py_ssize_t pass(const Cues *cues, Py_ssize_t first, Py_ssize_t end)
{
    while (first < cues->count && cues->items[first].start < end) first++;
    return first;
}

/* What the unit opens; the first of cues that are not passed yet: a break, a heading, heading words up to `last_word`. */
static int opened_by(Job *job, const Unit *unit, Py_ssize_t at_break, Py_ssize_t heading, Py_ssize_t word,
                     Py_ssize_t last_word)
{
    const Cues *headings = job->cues + HEADINGS, *breaks = &job->breaks;
    int opened = NONE;
    if (at_break < breaks->count && breaks->items[at_break].start == unit->start) return breaks->items[at_break].part;
    if (heading < headings->count && headings->items[heading].start == unit->left)
        opened = opened_by_phrase(job, unit->left, unit->end, heading);
    if (opened == NONE && word < last_word && unit->end - unit->left < job->cutter->limits[LONGEST_HEADING] + 8)
        opened = opened_by_shape(job, unit, job->cues[HEADING_WORDS].items + word, last_word - word);
    return opened == NONE && !job->failed ? opened_by_name(job, unit) : opened;
}

static int read_units(Job *job)
{
    Py_ssize_t at_break = 0, heading = 0, word = 0, line = 0, start = 0;
    for (Py_ssize_t i = 0; i < job->ends.count; start = job->ends.items[i++]) {
        Py_ssize_t end = job->ends.items[i], left = skip_decoration(job, start, end), first_word = word;
        Unit unit = {start, left, end, NONE, line, pass(job->cues + LINES, line, end)};
        word = pass(job->cues + HEADING_WORDS, word, end);
        line = unit.last_line;
        if (left == end || at(&job->raw, left) == '\n' || at(&job->raw, left) == '\r') continue;
        at_break = pass(&job->breaks, at_break, start);
        heading = pass(job->cues + HEADINGS, heading, left);
        unit.opened = opened_by(job, &unit, at_break, heading, first_word, word);
        if (job->failed || add_unit(&job->units, &unit) < 0) return -1;
    }
    return 0;
}

#endif
