/* What the features of a member weigh: extract.tagger. */
#ifndef ROLESCOPE_SCORES_H
#define ROLESCOPE_SCORES_H
#include "_members.h"

#define BEHIND 16   /* characters in which the word behind a phrase stands */

typedef struct {
    int tool, skill;
} Score;

/* Add what the feature weighs and begin the next. */
static void weigh(const Tagger *self, Feature *feature, Score *score)
{
    const Entry *entry = look_up(&self->features, feature->items, feature->count);
    if (entry) {
        score->tool += entry->tool;
        score->skill += entry->skill;
    }
    feature->count = 0;
}

static void weigh_word(const Tagger *self, const char *name, const char *word, Py_ssize_t length, Score *score)
{
    Feature feature;
    feature.count = 0;
    put_ascii(&feature, name);
    put_bytes(&feature, word, length);
    weigh(self, &feature, score);
}

static inline int is_digit(Py_UCS4 code) { return code - '0' < 10u; }
static inline int is_upper(Py_UCS4 code) { return code - 'A' < 26u; }
static inline int is_small(Py_UCS4 code) { return code - 'a' < 26u; }

/* How an ASCII word is written: digits, capitals inside, several, one, none. */
static const char *shape_of(const View *raw, Py_ssize_t low, Py_ssize_t high)
{
    int digits = 0, uppers = 0, smalls = 0, upper_last = 0, rising = 0, title = 1, cased = 0;
    for (Py_ssize_t i = low; i < high; i++) {
        Py_UCS4 code = at(raw, i);
        int upper = is_upper(code), small = is_small(code);
        digits += is_digit(code);
        rising |= upper && smalls;
        title &= !(upper && cased) && !(small && !cased);
        uppers += upper;
        smalls += small;
        upper_last = small && i + 1 == high; /* "APIs" */
        cased = upper || small;
    }
    if (digits) return "0";
    if (smalls && !uppers) return "a";
    if (uppers && title) return "A";
    if (uppers && (!smalls || (smalls == 1 && upper_last))) return "AA";
    return rising ? "aA" : "A";
}

/* An ASCII phrase in lower case, every run of digits as one "0", and the bounds of its words in both writings. */
typedef struct {
    char items[LONGEST];
    Py_ssize_t starts[MOST_WORDS], ends[MOST_WORDS], raw_starts[MOST_WORDS], raw_ends[MOST_WORDS];
    int count, hyphen, dot;
} Phrase;

/* Whether the phrase could be read so. */
static int read_phrase(const View *raw, Py_ssize_t low, Py_ssize_t high, Phrase *phrase)
{
    Py_ssize_t count = 0;
    int word = 0;
    if (high - low > LONGEST / 2) return 0;
    phrase->hyphen = phrase->dot = 0;
    phrase->starts[0] = 0;
    phrase->raw_starts[0] = low;
    for (Py_ssize_t i = low; i < high; i++) {
        Py_UCS4 code = at(raw, i);
        if (code > 127) return 0;
        phrase->hyphen |= code == '-';
        phrase->dot |= code == '.';
        if (code == ' ') {
            if (word + 1 == MOST_WORDS) return 0;
            phrase->ends[word] = count;
            phrase->raw_ends[word++] = i;
            phrase->starts[word] = count + 1;
            phrase->raw_starts[word] = i + 1;
        }
        if (is_digit(code) && i > low && is_digit(at(raw, i - 1))) continue;
        phrase->items[count++] = is_digit(code) ? '0' : (char)(is_upper(code) ? code | 32 : code);
    }
    phrase->ends[word] = count;
    phrase->raw_ends[word] = high;
    phrase->count = word + 1;
    return 1;
}

static void weigh_shapes(const Tagger *self, const View *raw, const Phrase *phrase, Score *score)
{
    Feature feature;
    feature.count = 0;
    put_ascii(&feature, "s=");
    for (int i = 0; i < phrase->count; i++) {
        if (i) put_byte(&feature, '.');
        put_ascii(&feature, shape_of(raw, phrase->raw_starts[i], phrase->raw_ends[i]));
    }
    weigh(self, &feature, score);
}

/* What the number of words says, and of a single word its length and signs. */
static void weigh_size(const Tagger *self, const Phrase *phrase, const char *shape, Score *score)
{
    const char count = (char)('0' + phrase->count);
    const char length = (char)('0' + smaller(phrase->raw_ends[0] - phrase->raw_starts[0], 9));
    Feature feature;
    feature.count = 0;
    weigh_word(self, "n=", &count, 1, score);
    if (phrase->count > 1) return;
    put_ascii(&feature, "len=");
    put_byte(&feature, (Py_UCS4)length);
    put_byte(&feature, '.');
    put_ascii(&feature, shape);
    weigh(self, &feature, score);
    if (phrase->hyphen) weigh_word(self, "hyphen", NULL, 0, score);
    if (phrase->dot) weigh_word(self, "dot", NULL, 0, score);
}

/* What the words alone say (tagger.phrase_features). */
static Score score_phrase(const Tagger *self, const View *raw, const Phrase *phrase, const char *shape)
{
    Score score = {0, 0};
    int last = phrase->count - 1;
    const char *first = phrase->items, *final = phrase->items + phrase->starts[last];
    Py_ssize_t first_length = phrase->ends[0], length = phrase->ends[last] - phrase->starts[last];
    Py_ssize_t three = smaller(length, 3), four = smaller(length, 4), head = smaller(first_length, 3);
    Feature feature;
    feature.count = 0;
    weigh_word(self, "bias", NULL, 0, &score);
    weigh_size(self, phrase, shape, &score);
    weigh_shapes(self, raw, phrase, &score);
    weigh_word(self, "f=", first, first_length, &score);
    weigh_word(self, "l=", final, length, &score);
    weigh_word(self, "ls=", final + length - three, three, &score);
    weigh_word(self, "lt=", final + length - four, four, &score);
    weigh_word(self, "fp=", first, smaller(first_length, 4), &score);
    put_ascii(&feature, "fs=");
    put_bytes(&feature, first + first_length - head, head);
    put_ascii(&feature, last ? ".True" : ".False");
    weigh(self, &feature, &score);
    for (int i = 0; i <= last; i++)
        weigh_word(self, "w=", first + phrase->starts[i], phrase->ends[i] - phrase->starts[i], &score);
    for (int i = 0; i < last; i++)
        weigh_word(self, "b=", first + phrase->starts[i], phrase->ends[i + 1] - phrase->starts[i], &score);
    return score;
}

/* Score a phrase beyond ASCII in Python; its shape is borrowed from `kept`, what Python said. */
static int score_odd(const Text *text, const Member *member, Score *score, const char **shape, PyObject **kept)
{
    PyObject *phrase = PyUnicode_Substring(text->raw.str, member->start, member->end);
    *kept = phrase ? PyObject_CallOneArg(text->tagger->odd, phrase) : NULL;
    Py_XDECREF(phrase);
    if (!*kept) return -1;
    if (PyTuple_Check(*kept)) return PyArg_ParseTuple(*kept, "iis:odd", &score->tool, &score->skill, shape) ? 0 : -1;
    return PyErr_SetString(PyExc_TypeError, "a score is (tool, skill, shape)"), -1;
}

/* A list as it is described: its members, and what stands before it. */
typedef struct {
    const List *list;
    Member members[MEMBERS];
    int count;
    Py_ssize_t head, head_end; /* the word before it, in lower case */
    char among[8];             /* letters of its kinds, each once, in order */
} Described;

static void put_letter(Feature *feature, char letter)
{
    if (letter) put_byte(feature, (Py_UCS4)letter);
}

static void put_behind(Feature *feature, const View *lower, Py_ssize_t end)
{
    if (end >= lower->length) return;
    Py_UCS4 sign = at(lower, end);
    if (sign != ' ') {
        put(feature, is_space(sign) ? '|' : sign);
        return;
    }
    Py_ssize_t high = smaller(end + BEHIND, lower->length), low = end + 1;
    while (low < high && is_space(at(lower, low))) low++;
    put(feature, ' ');
    for (; low < high && !is_space(at(lower, low)); low++) put(feature, at(lower, low));
}

/* What stands around a member (tagger.context_features). */
static void score_context(const Text *text, const Described *list, int number, const char *shape, Score *score)
{
    const Tagger *self = text->tagger;
    const Member *member = list->members + number;
    Feature feature;
    feature.count = 0;
    put_ascii(&feature, "c=");
    if (list->list->cue) put_str(&feature, list->list->cue);
    put(&feature, '.');
    put_ascii(&feature, shape);
    weigh(self, &feature, score);
    put_ascii(&feature, "h=");
    put_part(&feature, &text->lower, list->head, list->head_end);
    weigh(self, &feature, score);
    put_ascii(&feature, "LR=");
    put_letter(&feature, number ? list->members[number - 1].letter : '^');
    put(&feature, '.');
    put_letter(&feature, number + 1 < list->count ? list->members[number + 1].letter : '$');
    put(&feature, '.');
    put_ascii(&feature, shape);
    weigh(self, &feature, score);
    put_ascii(&feature, "K=");
    put_ascii(&feature, list->among);
    put(&feature, '.');
    put_ascii(&feature, shape);
    weigh(self, &feature, score);
    put_ascii(&feature, "S=");
    if (text->sections) put_str(&feature, PyTuple_GET_ITEM(self->sections, text->sections[member->start]));
    else put_ascii(&feature, "other");
    weigh(self, &feature, score);
    put_ascii(&feature, "a=");
    put_behind(&feature, &text->lower, member->end);
    weigh(self, &feature, score);
    put_ascii(&feature, "cS=");
    if (list->list->cue) put_str(&feature, list->list->cue);
    weigh(self, &feature, score);
}

#endif
