/* Which duties stand in a text: extract.activities, up to where they are. */
#ifndef ROLESCOPE_DUTIES_H
#define ROLESCOPE_DUTIES_H
#include "_strength.h"

#define REACH 8 /* words between verb and object */
#define SPAN 90 /* characters looked back */
#define MASK 32 /* most words of 64 duties */

typedef struct {
    Py_ssize_t start, end, order;
    int number, part;
    PyObject *id; /* of the duty, borrowed from its concept */
} Duty;

typedef struct {
    Duty *items;
    Py_ssize_t count, room;
} Duties;

static int add_duty(Duties *duties, Duty duty)
{
    if (duties->count == duties->room) {
        Py_ssize_t room = duties->room ? 2 * duties->room : 64;
        Duty *items = PyMem_Realloc(duties->items, (size_t)room * sizeof *items);
        if (!items) return PyErr_NoMemory(), -1;
        duties->items = items;
        duties->room = room;
    }
    duty.order = duties->count;
    duties->items[duties->count++] = duty;
    return 0;
}

/* Whether a verb is among the eight words before `place` and no sentence ends between them. */
static int stand_together(const Text *text, Py_ssize_t verb, Py_ssize_t place)
{
    int words = 0, spaces = 0, doubled = 0, stops = 0;
    for (Py_ssize_t i = verb; i < place; i++) {
        Py_UCS4 folded = at(&text->folded, i), raw = at(&text->raw, i);
        if (raw == '\n') return 0;
        words += !is_space(folded) && (i == verb || is_space(at(&text->folded, i - 1)));
        spaces += folded == ' ';
        if (i + 1 == place) break;
        doubled |= folded == ' ' && at(&text->folded, i + 1) == ' ';
        if (raw == '.' || raw == '!' || raw == '?' || raw == ';' || raw == ':')
            stops |= is_space(at(&text->raw, i + 1));
    }
    return !(spaces > REACH && words > REACH) && !(doubled && stops);
}

/* The words of 64 duties that a hit may be of. */
static void read_mask(const Hit *hit, Py_ssize_t words, uint64_t *mask)
{
    memcpy(mask, PyBytes_AS_STRING(hit->meaning), (size_t)words * sizeof *mask);
}

static int meets(const Hit *hit, Py_ssize_t words, const uint64_t *mask)
{
    uint64_t own[MASK], common = 0;
    read_mask(hit, words, own);
    for (Py_ssize_t i = 0; i < words; i++) common |= own[i] & mask[i];
    return common != 0;
}

/* Add the duties that the verb and the object have in common, and take the verb's from the object's. */
static int add_common(Duties *duties, Duty duty, const Hit *verb, Py_ssize_t words, uint64_t *mask)
{
    uint64_t own[MASK];
    read_mask(verb, words, own);
    for (Py_ssize_t i = 0; i < words; i++) {
        for (uint64_t common = own[i] & mask[i], bit = 0; common; common >>= 1, bit++) {
            duty.number = (int)(64 * (uint64_t)i + bit);
            if (common & 1 && add_duty(duties, duty) < 0) return -1;
        }
        mask[i] &= ~own[i];
    }
    return 0;
}

/* The duties of one object with the verbs shortly before it, the nearest first. */
static int pair(const Text *text, const Hits *verbs, const Hit *object, Py_ssize_t words, Duties *duties)
{
    int part = part_at(text, object->start);
    if (part >= text->reader->first_silent) return 0;
    Py_ssize_t high = bisect(verbs, object->start, 0, verbs->count);
    Py_ssize_t low = bisect(verbs, object->start - SPAN, 0, high);
    uint64_t all[MASK], left[MASK];
    read_mask(object, words, all);
    read_mask(object, words, left);
    while (high-- > low) {
        const Hit *verb = verbs->items + high;
        if (verb->end > object->start || !meets(verb, words, all)) continue;
        if (!stand_together(text, verb->start, object->start)) return 0; /* nor does any verb before it */
        Duty duty = {verb->start, object->end, 0, 0, part, NULL};
        if (add_common(duties, duty, verb, words, left) < 0) return -1;
    }
    return 0;
}

static int by_verb(const void *a, const void *b)
{
    const Duty *one = a, *other = b;
    if (one->start != other->start) return one->start < other->start ? -1 : 1;
    if (one->number != other->number) return one->number < other->number ? -1 : 1;
    return one->order < other->order ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
    const Duty *one = a, *other = b;
    if (one->start != other->start) return one->start < other->start ? -1 : 1;
    if (one->end != other->end) return one->end < other->end ? -1 : 1;
    return PyUnicode_Compare(one->id, other->id);
}

/* Keep of each verb's duty the last object, and sort. */
static int sort_duties(const Reader *self, Duties *duties, PyObject *concepts)
{
    Py_ssize_t count = 0;
    qsort(duties->items, (size_t)duties->count, sizeof *duties->items, by_verb);
    for (Py_ssize_t i = 0; i < duties->count; i++) {
        Duty *duty = duties->items + i, *last = duties->items + count - 1;
        if (duty->number >= PyTuple_GET_SIZE(concepts)) return PyErr_SetString(PyExc_IndexError, "no such duty"), -1;
        duty->id = get_field(self->concept_id, PyTuple_GET_ITEM(concepts, duty->number));
        if (!duty->id) return -1;
        Py_DECREF(duty->id); /* the concept keeps it: a slot's value */
        if (!PyUnicode_Check(duty->id)) return PyErr_SetString(PyExc_TypeError, "an id is a str"), -1;
        if (count && last->start == duty->start && last->number == duty->number) *last = *duty;
        else duties->items[count++] = *duty;
    }
    duties->count = count;
    qsort(duties->items, (size_t)count, sizeof *duties->items, by_place);
    return 0;
}

#endif
