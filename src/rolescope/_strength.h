/* What the native reader knows and is handed in, and how strongly a posting asks for a mention: extract.strength. */
#ifndef ROLESCOPE_STRENGTH_H
#define ROLESCOPE_STRENGTH_H
#include "_hits.h"
#include "_views.h"

#define SENTENCE 160 /* characters a cue reaches inside its sentence */
#define SECTIONS 32  /* most names of sections */

enum { REQUIRED, PREFERRED, MENTIONED, STRENGTHS };
enum { FORM, SEVERAL, MEANINGS, PLAIN, LOUD, SURE, KINDS, OWN_RULES, PATTERN };    /* labels.Pattern */
enum { CASE, IN_LIST, JOINED = 7, RULE };                                          /* label_rules.Rule */
enum { NOT_BEFORE, NOT_AFTER, ONLY_BEFORE, ONLY_AFTER, LISTS };                    /* of its words */
enum { STUDY, TOOL, CERTIFICATION, SKILL, SOFT_SKILL, INDUSTRY_KIND, KIND_COUNT }; /* labels._KINDS */
enum { KIND, CONCEPT, LABEL, START, END, STRENGTH, SECTION, EXTRACTOR, FIELDS };   /* model.Mention */
enum { LABELS, ACTIVITIES, TAGGER, EXTRACTORS };                                   /* names of extractors */
enum { NO = 0, YES = 1, OPEN = 2, FAILED = -1 };

typedef struct {
    PyObject_HEAD
    PyTypeObject *mention;
    PyObject *fields[FIELDS];
    PyObject *concept_id, *concept_label, *concept_kind;   /* slots, as those of a mention */
    PyObject *sections, *kinds, *strengths, *extractors;   /* names */
    PyObject *workers, *crafts, *ahead, *links, *industry; /* words */
    PyObject *is_torn, *has_words, *is_degree, *is_given;  /* functions */
    PyObject *packed;                                      /* the type of packed hits, or None */
    int other, about, first_silent;                        /* numbers of sections */
    uint8_t preferred[SECTIONS], required[SECTIONS];       /* whether a section says so */
    uint8_t barred[SECTIONS];                              /* whether no industries count in it */
} Reader;

typedef PackedHit Hit; /* its meaning is borrowed from `kept` */

typedef struct {
    Hit *items;
    Py_ssize_t count;
    PyObject *kept; /* packed hits, or a tuple of triples */
} Hits;

typedef struct {
    Py_ssize_t first, last; /* what a cue can reach; last 0 until that is known */
} Range;

typedef struct {
    const Reader *reader;
    View raw, lower, folded;
    const uint8_t *sections; /* NULL: all is other */
    Hits cues, asks;         /* strength */
    Range *sentences, *asked;
    PyObject *lines; /* borrowed: where asks are taken from once they are needed */
    Hits labels, degrees, industries;
    int parted;
} Text;

static inline int same(PyObject *a, PyObject *b)
{
    return a == b || PyUnicode_Compare(a, b) == 0;
}

/* The number of a kind of label; its string is nearly always the very object. */
static inline int kind_of(const Reader *self, PyObject *kind)
{
    for (int i = 0; i < KIND_COUNT; i++)
        if (PyTuple_GET_ITEM(self->kinds, i) == kind) return i;
    for (int i = 0; i < KIND_COUNT; i++)
        if (PyUnicode_Compare(PyTuple_GET_ITEM(self->kinds, i), kind) == 0) return i;
    return KIND_COUNT;
}

static inline int part_at(const Text *text, Py_ssize_t place)
{
    return text->sections ? text->sections[place] : text->reader->other;
}

/* ---- hits ---- */

static void free_hits(Hits *hits)
{
    PyMem_Free(hits->items);
    Py_CLEAR(hits->kept);
}

static int read_hit(PyObject *triple, Hit *hit)
{
    if (!PyTuple_Check(triple) || PyTuple_GET_SIZE(triple) != 3)
        return PyErr_Format(PyExc_TypeError, "a hit is (start, end, meaning), not %R", triple), -1;
    hit->start = PyLong_AsSsize_t(PyTuple_GET_ITEM(triple, 0));
    hit->end = PyLong_AsSsize_t(PyTuple_GET_ITEM(triple, 1));
    hit->meaning = PyTuple_GET_ITEM(triple, 2);
    return PyErr_Occurred() ? -1 : 0;
}

/* Take what is packed as it is, and read what is not. */
static int take_hits(Hits *hits, int packed)
{
    if (packed) {
        memcpy(hits->items, ((PackedHits *)hits->kept)->items, (size_t)hits->count * sizeof *hits->items);
        return 0;
    }
    for (Py_ssize_t i = 0; i < hits->count; i++)
        if (read_hit(PyTuple_GET_ITEM(hits->kept, i), hits->items + i) < 0) return -1;
    return 0;
}

static int read_hits(const Reader *self, PyObject *given, Py_ssize_t length, Hits *hits)
{
    int packed = (PyObject *)Py_TYPE(given) == self->packed;
    hits->kept = packed ? Py_NewRef(given) : PySequence_Tuple(given);
    if (!hits->kept) return -1;
    hits->count = packed ? Py_SIZE(given) : PyTuple_GET_SIZE(hits->kept);
    hits->items = PyMem_Malloc(((size_t)hits->count + 1) * sizeof *hits->items);
    if (!hits->items) return PyErr_NoMemory(), -1;
    if (take_hits(hits, packed) < 0) return -1;
    for (const Hit *hit = hits->items; hit < hits->items + hits->count; hit++)
        if (hit->start < 0 || hit->start > hit->end || hit->end > length)
            return PyErr_Format(PyExc_ValueError, "a hit outside of the text: %zd to %zd", hit->start, hit->end), -1;
    return 0;
}

static int read_words_hits(const Reader *self, PyObject *given, Py_ssize_t length, Hits *hits)
{
    if (read_hits(self, given, length, hits) < 0) return -1;
    for (Py_ssize_t i = 0; i < hits->count; i++)
        if (!PyUnicode_Check(hits->items[i].meaning))
            return PyErr_SetString(PyExc_TypeError, "a cue means a str"), -1;
    return 0;
}

/* Sort hits that came in order of their end: they are almost in order, so that each goes back a few places.
 * `goes_back` says whether a hit belongs before one that came earlier. */
static void sort_hits(Hits *hits, int (*goes_back)(const Hit *, const Hit *))
{
    for (Py_ssize_t i = 1, j; i < hits->count; i++) {
        Hit hit = hits->items[i];
        for (j = i; j > 0 && goes_back(&hit, hits->items + j - 1); j--) hits->items[j] = hits->items[j - 1];
        hits->items[j] = hit;
    }
}

/* Of those that start together the later first, which is the longer. */
static int starts_no_later(const Hit *hit, const Hit *other) { return hit->start <= other->start; }

static int is_less(const Hit *hit, const Hit *other)
{
    if (hit->start != other->start) return hit->start < other->start;
    if (hit->end != other->end) return hit->end < other->end;
    return PyUnicode_Compare(hit->meaning, other->meaning) < 0;
}

/* The first of items[low:high] that does not start before the place. */
static Py_ssize_t bisect(const Hits *hits, Py_ssize_t place, Py_ssize_t low, Py_ssize_t high)
{
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (hits->items[middle].start < place) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* ---- strength ---- */

/* The length of the mark at the place that ends a sentence, within text[:high]; 0 if there is none. */
static int mark_at(const View *raw, Py_ssize_t place, Py_ssize_t high)
{
    switch (at(raw, place)) {
    case '\n':
    case ';':
    case 0x2022: /* bullets */
    case 0xB7: return 1;
    case '.':
    case '?':
    case '!': return place + 1 < high && at(raw, place + 1) == ' ' ? 2 : 0;
    default: return 0;
    }
}

/* The first mark of raw[low:high], or NOWHERE; `length` becomes its own. */
static Py_ssize_t find_mark(const View *raw, Py_ssize_t low, Py_ssize_t high, int *length)
{
    high = smaller(high, raw->length);
    for (; low < high; low++)
        if ((*length = mark_at(raw, low, high))) return low;
    return NOWHERE;
}

static Py_ssize_t find_last_mark(const View *raw, Py_ssize_t low, Py_ssize_t high)
{
    for (Py_ssize_t place = high - 1; place >= low; place--)
        if (mark_at(raw, place, high)) return place;
    return NOWHERE;
}

/* Whether raw[low:stop] says what a bracket behind it is about. */
static int is_said(const Text *text, Py_ssize_t low, Py_ssize_t stop)
{
    while (stop > low && is_space(at(&text->raw, stop - 1))) stop--;
    if (ends_any(&text->raw, low, stop, text->reader->crafts)) return 0;
    for (; low < stop; low++)
        if (Py_UNICODE_ISALNUM(at(&text->raw, low))) return 1;
    return 0;
}

static int is_whole_word(const View *raw, Py_ssize_t place, Py_ssize_t high, const char *word)
{
    Py_ssize_t end = place + (Py_ssize_t)strlen(word);
    if (end > high || (place && is_word(at(raw, place - 1))) || (end < high && is_word(at(raw, end)))) return 0;
    for (; place < end; place++, word++)
        if (at(raw, place) != (Py_UCS4)*word) return 0;
    return 1;
}

/* Where what a bracket at `stop` is about starts, not before `first`. */
static Py_ssize_t find_item(const View *raw, Py_ssize_t first, Py_ssize_t stop)
{
    Py_ssize_t comma = find_last(raw, ',', first, stop);
    for (Py_ssize_t place = comma; comma >= 0 && place < stop; place++) {
        Py_UCS4 code = at(raw, place);
        if (code == ':' || code == '&') return first;
        if (is_whole_word(raw, place, stop, "and") || is_whole_word(raw, place, stop, "or")) return first;
    }
    return comma < 0 ? first : comma + 1;
}

/* What a cue in a bracket reaches, if it stands in one: `sentence` is the whole. */
static void read_bracket(const Text *text, const Hit *cue, Range *sentence)
{
    const View *raw = &text->raw;
    Py_ssize_t opening = find_last(raw, '(', sentence->first, cue->start);
    if (opening < 0 || find_first(raw, ')', opening, cue->start) >= 0) return;
    Py_ssize_t closing = find_first(raw, ')', cue->end, sentence->last);
    if (cue->start - opening <= 2 && !begins_any(&text->lower, cue->start, raw->length, text->reader->ahead)) {
        int goes_on = closing >= 0 && closing + 1 < raw->length && at(raw, closing + 1) == ':';
        if (goes_on || !is_said(text, sentence->first, opening)) return;
        opening = find_item(raw, sentence->first, opening);
    }
    sentence->first = opening;
    if (closing >= 0) sentence->last = closing;
}

static const Range *find_sentence(const Text *text, Py_ssize_t number)
{
    Range *sentence = text->sentences + number;
    if (sentence->last) return sentence;
    const Hit *cue = text->cues.items + number;
    int length;
    Py_ssize_t stop = find_mark(&text->raw, cue->end, cue->end + SENTENCE + 2, &length);
    sentence->first = find_last_mark(&text->raw, larger(0, cue->start - SENTENCE - 2), cue->start) + 1;
    sentence->last = stop < 0 ? text->raw.length + 1 : stop + length;
    read_bracket(text, cue, sentence);
    return sentence;
}

static int call_with(PyObject *function, PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *said = PyObject_CallFunction(function, "Onn", text, start, end);
    int yes = said ? PyObject_IsTrue(said) : FAILED;
    Py_XDECREF(said);
    return yes;
}

/* Whether a cue is about what stands before it, too, up to `end`. */
static int reaches_back(const Text *text, const Hit *cue, Py_ssize_t end)
{
    if (!same(cue->meaning, PyTuple_GET_ITEM(text->reader->strengths, PREFERRED))) return YES;
    if (begins_any(&text->lower, cue->start, text->lower.length, text->reader->ahead)) return NO;
    if (end >= cue->start || (at(&text->lower, end) != ',' && at(&text->lower, end) != '(')) return YES;
    int degree = call_with(text->reader->is_degree, text->lower.str, end, cue->start);
    return degree < 0 ? FAILED : !degree;
}

/* What the nearest cue of the same sentence says, borrowed; `said` stays NULL if there is none. */
static int find_nearest(const Text *text, Py_ssize_t start, Py_ssize_t end, PyObject **said)
{
    const Hits *cues = &text->cues;
    Py_ssize_t best_gap = SENTENCE + 1, best_end = -1;
    for (Py_ssize_t i = bisect(cues, start - SENTENCE, 0, cues->count); i < cues->count; i++) {
        const Hit *cue = cues->items + i;
        if (cue->start >= end + SENTENCE) break;
        int before = cue->end <= start;
        Py_ssize_t gap = before ? start - cue->end : cue->start - end;
        if (gap < -1 || gap > best_gap || cue->end == best_end) continue; /* "required" within "not required" */
        const Range *sentence = find_sentence(text, i);
        if (sentence->first > end || start >= sentence->last) continue;
        int reaches = before ? YES : reaches_back(text, cue, end);
        if (reaches < 0) return -1;
        if (!reaches) continue;
        *said = cue->meaning;
        best_gap = gap;
        best_end = cue->end;
    }
    return 0;
}

/* Take those lines' cues that ask; few texts need none. */
static int read_asks(Text *text)
{
    if (text->asks.kept) return 0;
    Hits *asks = &text->asks;
    if (read_words_hits(text->reader, text->lines, text->raw.length, asks) < 0) return -1;
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < asks->count; i++) {
        PyObject *name = asks->items[i].meaning;
        for (int part = 0; part < text->reader->first_silent; part++)
            if (text->reader->required[part] && same(name, PyTuple_GET_ITEM(text->reader->sections, part))) {
                asks->items[count++] = asks->items[i];
                break;
            }
    }
    asks->count = count;
    sort_hits(asks, is_less);
    text->asked = PyMem_Calloc((size_t)count + 1, sizeof *text->asked);
    return text->asked ? 0 : (PyErr_NoMemory(), -1);
}

/* Whether words such as "experience with" stand before the place in its sentence. */
static int is_asked(Text *text, Py_ssize_t start)
{
    if (read_asks(text) < 0) return FAILED;
    Py_ssize_t number = bisect(&text->asks, start, 0, text->asks.count) - 1;
    if (number < 0) return NO;
    const Hit *ask = text->asks.items + number;
    Range *asked = text->asked + number;
    if (!asked->last) {
        int length;
        Py_ssize_t stop = find_mark(&text->raw, ask->end, ask->end + SENTENCE, &length);
        asked->last = stop < 0 ? ask->end + SENTENCE : stop;
        asked->first = NOWHERE; /* whether what it asks for is given is not known yet */
    }
    if (start >= asked->last) return NO;
    if (asked->first == NOWHERE) {
        int given = call_with(text->reader->is_given, text->lower.str, larger(0, ask->start - 40), ask->start);
        if (given < 0) return FAILED;
        asked->first = given;
    }
    return asked->first ? start < ask->end : YES;
}

/* Strength of the mention, borrowed; NULL and an error if that cannot be told. */
static PyObject *strength_of(Text *text, Py_ssize_t start, Py_ssize_t end, int part)
{
    const Reader *reader = text->reader;
    PyObject *said = NULL;
    if (reader->preferred[part]) return PyTuple_GET_ITEM(reader->strengths, PREFERRED);
    if (find_nearest(text, start, end, &said) < 0) return NULL;
    if (said && PyUnicode_GET_LENGTH(said)) return said;
    int asked = reader->required[part] ? YES : is_asked(text, start);
    return asked < 0 ? NULL : PyTuple_GET_ITEM(reader->strengths, asked ? REQUIRED : MENTIONED);
}

#endif
