/* Where lists begin and what their members are: extract.candidates. */
#ifndef ROLESCOPE_MEMBERS_H
#define ROLESCOPE_MEMBERS_H
#include "_tables.h"

#define REACH 50     /* characters before a mention in which a member before it is looked for */
#define MEMBERS 12   /* of one list that are looked at */
#define MOST_WORDS 7 /* of a member */
#define HEAD 24      /* characters in which the word before a list stands */
#define HEAD_KEPT 16 /* of its characters */
#define SECTIONS 32  /* most names of sections */

enum { PARTING = 1, OPENING = 2, CLOSING = 4 };

typedef struct {
    PyObject_HEAD
    PyObject *kind, *start, *end;                       /* slots of a mention */
    PyObject *kinds, *letters, *sections;               /* of mentions: kinds and their letters; names of sections */
    PyObject *joints, *before, *behind;                 /* words */
    PyObject *odd;                                      /* what scores phrases beyond ASCII */
    Table words, features;
    Py_ssize_t widest; /* of the joints */
    int hopeless, least_tool, least_skill;
    uint8_t read[SECTIONS];
} Tagger;

typedef struct {
    Py_ssize_t start, end;
    char letter; /* of the kind; 0 if it is unknown */
} Member;

typedef struct {
    Py_ssize_t at, before; /* where it begins; where the cue does that it follows */
    PyObject *cue;         /* borrowed; NULL if it follows none */
} List;

typedef struct {
    const Tagger *tagger;
    View raw, lower;
    const uint8_t *sections; /* NULL: not parted */
    Member *known;
    Py_ssize_t known_count;
    List *lists;
    Py_ssize_t list_count;
} Text;

/* ---- words and joints ---- */

static inline int is_tool_word(Py_UCS4 code) { return is_word(code) || code == '+' || code == '#' || code == '-'; }

static inline int is_first_part(Py_UCS4 code)
{
    return is_tool_word(code) || code == '&' || code == '\'' || code == 0x2019;
}

static Py_ssize_t skip_word(const View *raw, Py_ssize_t place)
{
    if (place >= raw->length || !is_first_part(at(raw, place))) return place;
    while (place < raw->length && is_first_part(at(raw, place))) place++;
    while (place + 1 < raw->length && at(raw, place) == '.' && is_tool_word(at(raw, place + 1)))
        for (place += 2; place < raw->length && is_tool_word(at(raw, place));) place++;
    return place;
}

/* Where up to seven words that begin here end; the place itself if none does. */
static Py_ssize_t skip_words(const View *raw, Py_ssize_t place)
{
    Py_ssize_t end = skip_word(raw, place);
    for (int words = 1; end > place && words < MOST_WORDS; words++) {
        if (end + 1 >= raw->length || at(raw, end) != ' ' || !is_first_part(at(raw, end + 1))) break;
        end = skip_word(raw, end + 1);
    }
    return end;
}

/* Where the word ends if it stands here, else NOWHERE. */
static Py_ssize_t skip_ascii(const View *raw, Py_ssize_t place, const char *word)
{
    for (; *word; word++, place++)
        if (place >= raw->length || at(raw, place) != (Py_UCS4)*word) return NOWHERE;
    return place;
}

static Py_ssize_t skip_one_of(const View *raw, Py_ssize_t place, const char *const *words)
{
    for (; *words; words++) {
        Py_ssize_t end = skip_ascii(raw, place, *words);
        if (end >= 0) return end;
    }
    return NOWHERE;
}

static inline int stands(const View *raw, Py_ssize_t place, Py_UCS4 code)
{
    return place < raw->length && at(raw, place) == code;
}

/* Behind a comma, slash, "&" or opening bracket at the place, else NOWHERE. */
static Py_ssize_t skip_sign(const View *raw, Py_ssize_t place)
{
    Py_ssize_t next = place + stands(raw, place, ')');
    if (stands(raw, next, ',') || stands(raw, next, '/')) return next + 1;
    next = place + stands(raw, place, ' ');
    if (next > place && stands(raw, next, '&')) return next + 1;
    return stands(raw, next, '(') ? next + 1 : NOWHERE;
}

/* Behind what joins two members of a list, else NOWHERE. */
static Py_ssize_t skip_joint(const View *raw, Py_ssize_t place)
{
    static const char *const crafts[] = {" skills", " experience", " knowledge", NULL};
    static const char *const likes[] = {"and ",  "or ",   "e.g., ",   "e.g. ",      "i.e., ",
                                        "i.e. ", "like ", "such as ", "including ", NULL};
    static const char *const ands[] = {" and/or ", " and ", " or ", " as well as ", NULL};
    Py_ssize_t craft = skip_one_of(raw, place, crafts);
    Py_ssize_t end = skip_sign(raw, craft < 0 ? place : craft);
    if (end < 0) return skip_one_of(raw, place + stands(raw, place, ')'), ands);
    if (end < raw->length && is_space(at(raw, end))) end++;
    for (Py_ssize_t next; (next = skip_one_of(raw, end, likes)) >= 0;) end = next;
    return end;
}

/* ---- members ---- */

static int flags_of(const Text *text, Py_ssize_t low, Py_ssize_t high)
{
    Feature word;
    word.count = 0;
    put_part(&word, &text->lower, low, high);
    const Entry *entry = look_up(&text->tagger->words, word.items, word.count);
    return entry ? entry->tool : 0;
}

/* The phrase up to the first word that parts it, without degrees before and "skills" behind. */
static void cut(const Text *text, Py_ssize_t *start, Py_ssize_t *end)
{
    Py_ssize_t ends[MOST_WORDS + 1] = {*start}, kept = 0; /* of words kept, the first one's start before them */
    Py_ssize_t starts[MOST_WORDS];
    for (Py_ssize_t low = *start, high = *start; high < *end && kept < MOST_WORDS; low = high + 1) {
        high = find_first(&text->raw, ' ', low, *end);
        if (high < 0) high = *end;
        int flags = flags_of(text, low, high);
        if (flags & PARTING) break;
        if (!kept && flags & OPENING) {
            *start = high + 1;
            continue;
        }
        starts[kept++] = low;
        ends[kept] = high;
    }
    while (kept && flags_of(text, starts[kept - 1], ends[kept]) & CLOSING) kept--;
    *end = kept ? ends[kept] : *start;
}

/* The first of the mentions that does not start before the place. */
static Py_ssize_t bisect(const Text *text, Py_ssize_t place)
{
    Py_ssize_t low = 0, high = text->known_count;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (text->known[middle].start < place) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* What stands at the place: the mention in its words if there is one, else the words; 0 if there are none. */
static int member_at(const Text *text, Py_ssize_t place, Member *member)
{
    Py_ssize_t number = bisect(text, place), count = text->known_count;
    const Member *known = text->known;
    if (number < count && known[number].start == place) {
        while (number + 1 < count && known[number + 1].start == place) number++;
        *member = known[number];
        return 1;
    }
    Py_ssize_t start = place, end = skip_words(&text->raw, place);
    if (end == place) return 0;
    cut(text, &start, &end);
    if (number && known[number - 1].end > place) *member = known[number - 1];
    else if (number < count && known[number].start < end) *member = known[number];
    else if (start < end) *member = (Member){start, end, 0};
    else return 0;
    return 1;
}

/* The members of the list at the place, and where it ends. */
static int read_members(const Text *text, Py_ssize_t place, Member *members, Py_ssize_t *end)
{
    int count = 0;
    while (count < MEMBERS && member_at(text, place, members + count)) {
        place = members[count++].end;
        Py_ssize_t next = skip_joint(&text->raw, place);
        if (next < 0) break;
        place = next;
    }
    *end = place;
    return count;
}

/* ---- where lists begin ---- */

static inline int is_named(char letter) { return letter == 't' || letter == 's'; }

/* Whether the sign at the place parts words that may be one member. */
static int parts(const View *raw, Py_ssize_t place)
{
    Py_UCS4 code = at(raw, place);
    return !is_first_part(code) && code != '.' && code != ' ';
}

/* Behind the last sign or full stop of raw[low:high], `low` if there is none. */
static Py_ssize_t last_stop(const View *raw, Py_ssize_t low, Py_ssize_t high)
{
    for (Py_ssize_t place = high; place-- > low;) {
        if (parts(raw, place)) return place + 1;
        if (at(raw, place) == '.' && place + 1 < high && at(raw, place + 1) == ' ') return place + 2;
    }
    return low;
}

/* Where the last words of raw[low:high] begin, four at most, behind the last that parts a phrase. */
static Py_ssize_t last_words(const Text *text, Py_ssize_t low, Py_ssize_t high)
{
    Py_ssize_t first = high, stop = high;
    for (int words = 0; words < 4 && stop >= low; words++) {
        Py_ssize_t space = find_last(&text->raw, ' ', low, stop), start = space < 0 ? low : space + 1;
        if (start < stop && flags_of(text, start, stop) & PARTING) break;
        first = start;
        stop = start - 1;
    }
    while (first < high && at(&text->raw, first) == ' ') first++;
    return first;
}

/* Where the member before `start` begins, if it is a phrase that goes on from no mention; else `start`. */
static Py_ssize_t first_of(const Text *text, Py_ssize_t start, Py_ssize_t low)
{
    const View *raw = &text->raw;
    Py_ssize_t high = start;
    low = larger(low, start - REACH);
    while (high > low && (at(raw, high - 1) == ',' || at(raw, high - 1) == '/' || at(raw, high - 1) == ' ')) high--;
    Py_ssize_t first = last_words(text, last_stop(raw, low, high), high);
    int goes_on = first <= low || (first == low + 1 && at(raw, low) == ' ');
    return first == high || (goes_on && first) ? start : first;
}

static void add_list(Text *text, List list)
{
    text->lists[text->list_count++] = list; /* there is room: one for each cue, two for each mention and the end */
}

static int is_joint(const Text *text, Py_ssize_t low, Py_ssize_t high)
{
    PyObject *joints = text->tagger->joints;
    if (low < 0 || low > high || high > text->raw.length) return 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(joints); i++) {
        PyObject *joint = PyTuple_GET_ITEM(joints, i);
        if (PyUnicode_GET_LENGTH(joint) == high - low && begins(&text->raw, low, high, joint)) return 1;
    }
    return 0;
}

/* Add where lists begin that hold a tool or skill and an unknown member beside the known ones. */
static void add_heads(Text *text)
{
    const Tagger *self = text->tagger;
    const View *raw = &text->raw;
    Py_ssize_t head = 0, last = -self->widest;
    int named = 0;
    for (Py_ssize_t i = 0; i <= text->known_count; i++) {
        Member member = i < text->known_count ? text->known[i] : (Member){raw->length + self->widest, 0, 0};
        if (member.start - last > self->widest || !is_joint(text, last, member.start)) {
            if (named && begins_any(raw, last, raw->length, self->behind)) add_list(text, (List){head, head, NULL});
            head = member.start;
            named = 0;
            Py_ssize_t low = larger(last, 0);
            int follows = member.start - last > 1 && ends_any(raw, low, member.start, self->before);
            if (follows && is_named(member.letter)) {
                Py_ssize_t first = first_of(text, member.start, low);
                add_list(text, (List){first, first, NULL});
            }
        }
        named |= is_named(member.letter);
        last = member.end;
    }
}

static int by_place(const void *a, const void *b)
{
    const List *one = a, *other = b;
    if (one->at != other->at) return one->at < other->at ? -1 : 1;
    if (one->before != other->before) return one->before < other->before ? -1 : 1;
    if (!one->cue || !other->cue) return (one->cue != NULL) - (other->cue != NULL);
    return PyUnicode_Compare(one->cue, other->cue);
}

static int by_span(const void *a, const void *b)
{
    const Member *one = a, *other = b;
    if (one->start != other->start) return one->start < other->start ? -1 : 1;
    if (one->end != other->end) return one->end < other->end ? -1 : 1;
    return one->letter - other->letter;
}

#endif
