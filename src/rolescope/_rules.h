/* Which labels count: extract.label_rules and extract.labels, up to the concept that is found. */
#ifndef ROLESCOPE_RULES_H
#define ROLESCOPE_RULES_H
#include "_strength.h"

#define DEGREE_BACK 220 /* characters before and after a field of study in which a degree stands */
#define DEGREE_AHEAD 60
#define INDUSTRY 40 /* on both sides of an industry, in which the word itself does */
#define BESIDE 40   /* in which the words beside a label stand */
#define BETWEEN 30  /* characters to another member of a list */
#define AROUND 90   /* where such a member may begin */
#define LONGEST 8   /* members of a list that are looked at */
#define FEW 3       /* words between members of a list of tools */

/* ---- the rules of labels ---- */

typedef struct {
    Py_UCS4 items[BESIDE + 2];
    Py_ssize_t count;
} Words;

/* text[low:high] with one space before, between and behind its words; without a double space in it, as it is. */
static void even(const View *text, Py_ssize_t low, Py_ssize_t high, Words *words)
{
    int doubled = 0;
    high = smaller(high, text->length);
    while (low < high && is_space(at(text, low))) low++;
    while (low < high && is_space(at(text, high - 1))) high--;
    for (Py_ssize_t i = low; i + 1 < high; i++) doubled |= at(text, i) == ' ' && at(text, i + 1) == ' ';
    words->count = 0;
    words->items[words->count++] = ' ';
    for (Py_ssize_t i = low; i < high; i++) {
        Py_UCS4 code = at(text, i);
        if (!doubled || !is_space(code)) words->items[words->count++] = code;
        else if (words->items[words->count - 1] != ' ') words->items[words->count++] = ' ';
    }
    words->items[words->count++] = ' ';
}

/* Whether the words at its end, or its begin, are one of those that stand in `joined`, each with a "|" behind it. */
static int any_at(const Words *words, PyObject *joined, int at_end)
{
    const View list = {joined, PyUnicode_DATA(joined), PyUnicode_GET_LENGTH(joined), PyUnicode_KIND(joined)};
    for (Py_ssize_t low = 0, high; low < list.length; low = high + 1) {
        Py_ssize_t i = low;
        for (high = low; high < list.length && at(&list, high) != '|';) high++;
        Py_ssize_t place = at_end ? words->count - (high - low) : 0;
        if (place < 0 || high - low > words->count) continue;
        while (i < high && at(&list, i) == words->items[place + i - low]) i++;
        if (i == high) return 1;
    }
    return 0;
}

static int check_rule(PyObject *rule)
{
    int fine = PyTuple_Check(rule) && PyTuple_GET_SIZE(rule) == RULE && PyAnySet_Check(PyTuple_GET_ITEM(rule, CASE));
    PyObject *joined = fine ? PyTuple_GET_ITEM(rule, JOINED) : NULL;
    fine = fine && PyTuple_Check(joined) && PyTuple_GET_SIZE(joined) == LISTS;
    for (int i = 0; fine && i < LISTS; i++) fine = PyUnicode_Check(PyTuple_GET_ITEM(joined, i));
    return fine ? 0 : (PyErr_Format(PyExc_TypeError, "no rule: %R", rule), -1);
}

/* What the writing and the words beside it say; OPEN if the company must decide. */
static int obeys_alone(const Text *text, PyObject *rule, Py_ssize_t start, Py_ssize_t end)
{
    if (check_rule(rule) < 0) return FAILED;
    PyObject *cases = PyTuple_GET_ITEM(rule, CASE);
    PyObject *const *lists = PySequence_Fast_ITEMS(PyTuple_GET_ITEM(rule, JOINED));
    if (PySet_GET_SIZE(cases)) {
        PyObject *written = PyUnicode_Substring(text->raw.str, start, end);
        int known = written ? PySet_Contains(cases, written) : FAILED;
        Py_XDECREF(written);
        if (known != YES) return known;
    }
    Words before, after;
    even(&text->folded, larger(0, start - BESIDE), start, &before);
    if (any_at(&before, lists[NOT_BEFORE], 1)) return NO;
    even(&text->folded, end, end + BESIDE, &after);
    if (any_at(&after, lists[NOT_AFTER], 0)) return NO;
    if (any_at(&before, lists[ONLY_BEFORE], 1) || any_at(&after, lists[ONLY_AFTER], 0)) return YES;
    if (PyTuple_GET_ITEM(rule, IN_LIST) == Py_True) return OPEN;
    return !PyUnicode_GET_LENGTH(lists[ONLY_AFTER]) && !PyUnicode_GET_LENGTH(lists[ONLY_BEFORE]);
}

static int joins_tools(const View *raw, Py_ssize_t start, Py_ssize_t end)
{
    int words = 0;
    for (Py_ssize_t i = start; i < end; i++) {
        if (at(raw, i) == '.' && i + 1 < end && at(raw, i + 1) == ' ') return 0;
        words += !is_space(at(raw, i)) && (i == start || is_space(at(raw, i - 1)));
    }
    return words <= FEW;
}

/* Whether nothing but signs of a list and words such as "and" stands between. */
static int joins_words(const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    const View *lower = &text->lower;
    for (Py_ssize_t i = start, stop; i < end; i = stop) {
        Py_UCS4 code = at(lower, i);
        for (stop = i; stop < end && is_word(at(lower, stop)); stop++) {
        }
        if (stop == i) {
            stop++;
            if (!is_space(code) && code != ',' && code != '/' && code != '&' && code != 0x2022 && code != '*' &&
                code != 0xB7 && code != '-')
                return 0;
            continue;
        }
        int known = 0;
        for (Py_ssize_t w = 0; !known && w < PyTuple_GET_SIZE(text->reader->links); w++) {
            PyObject *word = PyTuple_GET_ITEM(text->reader->links, w);
            known = PyUnicode_GET_LENGTH(word) == stop - i && begins(lower, i, stop, word);
        }
        if (!known) return 0;
    }
    return 1;
}

static int joins(const Text *text, int kind, Py_ssize_t start, Py_ssize_t end)
{
    if (end - start > BETWEEN) return 0;
    return kind == TOOL ? joins_tools(&text->raw, start, end) : joins_words(text, start, end);
}

static int is_among(const Reader *self, int kind, PyObject *kinds)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(kinds); i++)
        if (kind_of(self, PyTuple_GET_ITEM(kinds, i)) == kind) return 1;
    return 0;
}

static int is_sure(const Text *text, int kind, const Hit *hit)
{
    if (is_among(text->reader, kind, PyTuple_GET_ITEM(hit->meaning, SURE))) return YES;
    PyObject *rules = PyTuple_GET_ITEM(hit->meaning, OWN_RULES);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(rules); i++) {
        PyObject *pair = PyTuple_GET_ITEM(rules, i);
        if (kind_of(text->reader, PyTuple_GET_ITEM(pair, 0)) != kind) continue;
        int alone = obeys_alone(text, PyTuple_GET_ITEM(pair, 1), hit->start, hit->end);
        if (alone == YES || alone == FAILED) return alone;
    }
    return NO;
}

/* Whether a list goes on from start:end to something sure, along the hits from number `i` on. */
static int reaches(const Text *text, int kind, Py_ssize_t start, Py_ssize_t end, Py_ssize_t i, int step)
{
    for (int members = 1; 0 <= i && i < text->labels.count && members < LONGEST; i += step) {
        const Hit *other = text->labels.items + i;
        if (other->start <= start - AROUND || other->start > end + BETWEEN) break;
        Py_ssize_t low = step < 0 ? other->end : end, high = step < 0 ? start : other->start;
        if (low > high || !joins(text, kind, low, high)) continue;
        int sure = is_sure(text, kind, other);
        if (sure) return sure;
        if (kind != TOOL && is_among(text->reader, kind, PyTuple_GET_ITEM(other->meaning, KINDS))) {
            start = other->start;
            end = other->end;
            members++;
        }
    }
    return NO;
}

static int has_company(const Text *text, int kind, PyObject *rule, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t first = bisect(&text->labels, start, 0, text->labels.count);
    int beside = reaches(text, kind, start, end, first - 1, -1);
    if (!beside) beside = reaches(text, kind, start, end, first, 1);
    if (beside) return beside;
    PyObject *name = PyTuple_GET_ITEM(text->reader->kinds, kind);
    PyObject *said = PyObject_CallFunction(text->reader->has_words, "OOOOOnn", text->raw.str, text->lower.str,
                                           text->folded.str, name, rule, start, end);
    int yes = said ? PyObject_IsTrue(said) : FAILED;
    Py_XDECREF(said);
    return yes;
}

/* ---- labels ---- */

static inline int is_small(Py_UCS4 code) { return code - 'a' < 26u; }

/* Whether a line ends in raw[low:high], or a sentence: not behind "B.S. in" or "Ph.D. in". */
static int is_parted(const View *raw, Py_ssize_t low, Py_ssize_t high)
{
    for (Py_ssize_t i = low; i < high; i++) {
        Py_UCS4 code = at(raw, i);
        if (code == '\n') return 1;
        if (code != '.' && code != ';' && code != '!' && code != '?') continue;
        if (i - 2 < low || i + 1 >= high || at(raw, i + 1) != ' ') continue;
        if (is_small(at(raw, i - 1)) && is_small(at(raw, i - 2))) return 1;
    }
    return 0;
}

/* Whether one of the places is near the hit in its sentence. */
static int is_near(const Text *text, const Hits *places, Py_ssize_t start, Py_ssize_t end, Py_ssize_t back,
                   Py_ssize_t ahead)
{
    for (Py_ssize_t i = bisect(places, start - back, 0, places->count); i < places->count; i++) {
        Py_ssize_t place = places->items[i].start;
        if (place > end + ahead) return 0;
        if (!is_parted(&text->raw, smaller(place, start), larger(place, end))) return 1;
    }
    return 0;
}

static int is_industry(const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    if (!text->parted || is_near(text, &text->industries, start, end, INDUSTRY, INDUSTRY)) return 1;
    Py_ssize_t stop = find_last(&text->raw, '\n', 0, start), low = larger(0, stop - 14);
    while (stop > low && is_space(at(&text->lower, stop - 1))) stop--;
    return ends_any(&text->lower, low, stop, text->reader->industry);
}

/* Whether the label may be of this kind here. */
static int counts(const Text *text, int kind, PyObject *rule, Py_ssize_t start, Py_ssize_t end, int part)
{
    if (kind == INDUSTRY_KIND) return !text->reader->barred[part] && is_industry(text, start, end);
    if (part >= text->reader->first_silent) return NO;
    if (kind == STUDY) return is_near(text, &text->degrees, start, end, DEGREE_BACK, DEGREE_AHEAD);
    if (rule == Py_None) return YES;
    int alone = obeys_alone(text, rule, start, end);
    return alone == OPEN ? has_company(text, kind, rule, start, end) : alone;
}

/* The number of the meaning that counts here, NOWHERE if none does, -2 and an error if that cannot be told. */
static Py_ssize_t choose_meaning(const Text *text, const Hit *hit, int part)
{
    PyObject *meanings = PyTuple_GET_ITEM(hit->meaning, MEANINGS), *kinds = PyTuple_GET_ITEM(hit->meaning, KINDS);
    if (PyTuple_GET_ITEM(hit->meaning, PLAIN) != Py_None) return 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(meanings); i++) {
        PyObject *rule = PyTuple_GET_ITEM(PyTuple_GET_ITEM(meanings, i), 1);
        int yes = counts(text, kind_of(text->reader, PyTuple_GET_ITEM(kinds, i)), rule, hit->start, hit->end, part);
        if (yes) return yes < 0 ? -2 : i;
    }
    return NOWHERE;
}

/* Whether a sentence, list or line end runs through the words; slashes and line ends are rare and asked in Python. */
static int is_torn(const Text *text, const Hit *hit)
{
    const View *raw = &text->raw;
    PyObject *kinds = PyTuple_GET_ITEM(hit->meaning, KINDS);
    int slashed = PyTuple_GET_SIZE(kinds) == 1 && kind_of(text->reader, PyTuple_GET_ITEM(kinds, 0)) == TOOL;
    int joined = 0;
    for (Py_ssize_t i = hit->start; i < hit->end; i++) {
        Py_UCS4 code = at(raw, i);
        if (code == '\n' || (code == '/' && slashed)) {
            PyObject *said = PyObject_CallFunction(text->reader->is_torn, "OnnO", raw->str, hit->start, hit->end,
                                                   hit->meaning);
            int torn = said ? PyObject_IsTrue(said) : FAILED;
            Py_XDECREF(said);
            return torn;
        }
        joined |= code == ',' || code == ';' || code == ':' || code == '(' || code == ')';
    }
    return joined && at(raw, hit->end - 1) != ')';
}

/* Whether the hit of several words is written in one; YES, NO or FAILED. */
static int is_whole(const Text *text, const Hit *hit)
{
    PyObject *form = PyTuple_GET_ITEM(hit->meaning, FORM);
    if (PyTuple_GET_ITEM(hit->meaning, SEVERAL) != Py_True) return YES;
    if (PyUnicode_GET_LENGTH(form) == hit->end - hit->start && begins(&text->lower, hit->start, hit->end, form))
        return YES;
    int torn = is_torn(text, hit);
    return torn < 0 ? FAILED : !torn;
}

/* The concept that the hit stands for, borrowed: NULL with `failed` unset if it stands for none. */
static PyObject *read_label(const Text *text, const Hit *hit, int part, int *failed)
{
    if (part >= text->reader->first_silent && PyTuple_GET_ITEM(hit->meaning, LOUD) != Py_True) return NULL;
    int whole = is_whole(text, hit);
    Py_ssize_t number = whole == YES ? choose_meaning(text, hit, part) : NOWHERE;
    *failed = whole < 0 || number < NOWHERE;
    if (number < 0) return NULL;
    PyObject *kind = PyTuple_GET_ITEM(PyTuple_GET_ITEM(hit->meaning, KINDS), number);
    if (kind_of(text->reader, kind) == SKILL &&
        begins_any(&text->folded, hit->end, text->folded.length, text->reader->workers))
        return NULL;
    return PyTuple_GET_ITEM(PyTuple_GET_ITEM(PyTuple_GET_ITEM(hit->meaning, MEANINGS), number), 0);
}

#endif
