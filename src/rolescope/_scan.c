/* Finds words and phrases in folded text: cues.Scanner at the speed of the machine.
 *
 * Entries on word borders are sequences of words. A word is what stands between two single spaces, so that
 * "a  b" has an empty word in the middle and "a b" is not found in it, just as " a b " is no part of " a  b ".
 * Every word of the text is hashed once; phrases under way are nodes of a tree over words. Bare entries, which
 * may stand inside words too, are few: an Aho-Corasick automaton over characters finds them.
 *
 * Hits come in the order of an automaton over padded forms: by the end of the padded form, the longest first.
 * A Finder never changes after it is built; any number of threads may scan with it.
 */
#include "_hits.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NONE (-1)
#define ROOT 0
#define TOLD 0x80000000u /* beside a state: an entry ends there */
#define SPACE 0x20u

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif

typedef struct {
    PyObject *meaning;
    Py_ssize_t length; /* characters of the form */
    int32_t kind, bare;
    int32_t next; /* the next entry of the same form, or NONE */
} Entry;

typedef struct {
    uint32_t hash, at, length; /* the word's characters in the pool */
    int32_t node;              /* where phrases that begin with it go on, or NONE */
} Word;

typedef struct {
    uint32_t hash;
    int32_t number; /* of a word or a node; NONE: the slot is empty */
} Slot;

typedef struct {
    int32_t parent, word;
    int32_t first; /* the first entry that ends here, or NONE */
    uint32_t next; /* a bit for every word that may follow (word_bit): most look-ups of edges end here */
} Node;

typedef struct {
    int32_t first, shorter, told; /* own entry; longest proper suffix; nearest suffix with an entry, or ROOT */
} State;

typedef struct {
    PyObject_HEAD
    PyObject *kinds; /* tuple of str */
    PyObject *packed; /* a frozenset of those whose hits are packed */
    PyTypeObject *packed_type;
    Py_ssize_t entry_count, longest;
    Entry *entries;
    Py_UCS4 *pool;
    Word *words;
    Node *nodes;
    Slot *word_slots, *edge_slots; /* open addressing */
    uint32_t word_mask, edge_mask, word_count, node_count, pool_size;
    State *states;
    uint32_t *moves; /* state x class: where the next state's row begins, and TOLD */
    uint32_t *classes; /* by code of a character */
    uint32_t state_count, class_count, code_count;
} Finder;

typedef struct {
    Py_ssize_t start, end;
    int32_t entry;
} Hit;

typedef struct {
    Hit *items;
    Py_ssize_t count, room;
} Hits;

typedef struct {
    Py_ssize_t start;
    int32_t node;
    uint32_t next; /* of the node */
} Begun;

#define TOKENS 64
typedef struct {
    Py_ssize_t start, end;
    uint32_t hash;
    int32_t word;
} Token;

/* ---- words and the tree over them ---- */

static uint32_t edge_hash(int32_t node, int32_t word)
{
    uint64_t mixed = ((uint64_t)(uint32_t)node << 32 | (uint32_t)word) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(mixed >> 32);
}

static inline uint32_t word_bit(int32_t word)
{
    return 1u << (word & 31);
}

static inline int same_word(const Finder *self, const Word *word, int kind, const void *data, Py_ssize_t at)
{
    const Py_UCS4 *written = self->pool + word->at;
    for (uint32_t i = 0; i < word->length; i++)
        if (written[i] != PyUnicode_READ(kind, data, at + i)) return 0;
    return 1;
}

/* The slot at `at` or behind it of something with the hash, or the empty slot where it belongs. */
static inline uint32_t next_slot(const Slot *slots, uint32_t mask, uint32_t hash, uint32_t at)
{
    for (at &= mask; slots[at].number != NONE && slots[at].hash != hash; at = (at + 1) & mask) {}
    return at;
}

/* The word's slot, or the empty slot where it belongs. */
static inline Slot *word_slot(const Finder *self, uint32_t hash, int kind, const void *data, Py_ssize_t at,
                              Py_ssize_t length)
{
    for (uint32_t i = next_slot(self->word_slots, self->word_mask, hash, hash);;
         i = next_slot(self->word_slots, self->word_mask, hash, i + 1)) {
        Slot *slot = self->word_slots + i;
        if (slot->number == NONE) return slot;
        const Word *word = self->words + slot->number;
        if (word->length == length && same_word(self, word, kind, data, at)) return slot;
    }
}

/* The slot of the node that the word leads to, or the empty slot where it belongs. */
static inline Slot *edge_slot(const Finder *self, int32_t node, int32_t word)
{
    uint32_t hash = edge_hash(node, word);
    for (uint32_t i = next_slot(self->edge_slots, self->edge_mask, hash, hash);;
         i = next_slot(self->edge_slots, self->edge_mask, hash, i + 1)) {
        Slot *slot = self->edge_slots + i;
        if (slot->number == NONE) return slot;
        const Node *child = self->nodes + slot->number;
        if (child->parent == node && child->word == word) return slot;
    }
}

/* The end of the word that begins at `at`, and its hash (FNV-1a, last bits folded in). */
static inline Py_ssize_t word_end(int kind, const void *data, Py_ssize_t at, Py_ssize_t length, uint32_t *hash)
{
    uint32_t mixed = 2166136261u;
    for (; at < length; at++) {
        Py_UCS4 code = PyUnicode_READ(kind, data, at);
        if (code == SPACE) break;
        mixed = (mixed ^ code) * 16777619u;
    }
    *hash = mixed ^ mixed >> 15;
    return at;
}

static int32_t add_word(Finder *self, int kind, const void *data, Py_ssize_t at, Py_ssize_t end, uint32_t hash)
{
    Slot *slot = word_slot(self, hash, kind, data, at, end - at);
    if (slot->number == NONE) {
        *slot = (Slot){hash, (int32_t)self->word_count};
        self->words[self->word_count++] = (Word){hash, self->pool_size, (uint32_t)(end - at), NONE};
        for (; at < end; at++) self->pool[self->pool_size++] = PyUnicode_READ(kind, data, at);
    }
    return slot->number;
}

static int32_t new_node(Finder *self, int32_t parent, int32_t word)
{
    self->nodes[parent].next |= word_bit(word);
    self->nodes[self->node_count] = (Node){parent, word, NONE, 0};
    return (int32_t)self->node_count++;
}

static int32_t add_node(Finder *self, int32_t parent, int32_t word)
{
    if (parent == ROOT) {
        int32_t *node = &self->words[word].node;
        return *node == NONE ? *node = new_node(self, parent, word) : *node;
    }
    Slot *slot = edge_slot(self, parent, word);
    if (slot->number == NONE) *slot = (Slot){edge_hash(parent, word), new_node(self, parent, word)};
    return slot->number;
}

/* Give the phrase its node, with the entry before those that are there. */
static void add_phrase(Finder *self, int32_t entry, PyObject *form)
{
    int kind = PyUnicode_KIND(form);
    const void *data = PyUnicode_DATA(form);
    Py_ssize_t length = PyUnicode_GET_LENGTH(form), words = 0;
    int32_t node = ROOT;
    for (Py_ssize_t at = 0, end; at <= length; at = end + 1, words++) {
        uint32_t hash;
        end = word_end(kind, data, at, length, &hash);
        node = add_node(self, node, add_word(self, kind, data, at, end, hash));
    }
    if (words > self->longest) self->longest = words;
    self->entries[entry].next = self->nodes[node].first;
    self->nodes[node].first = entry;
}

/* ---- the automaton of bare entries ---- */

static inline uint32_t class_of(const Finder *self, Py_UCS4 code)
{
    return code < self->code_count ? self->classes[code] : 0;
}

static void add_bare(Finder *self, int32_t entry, PyObject *form)
{
    uint32_t state = ROOT;
    for (Py_ssize_t at = 0; at < PyUnicode_GET_LENGTH(form); at++) {
        uint32_t *move = self->moves + (size_t)state * self->class_count + class_of(self, PyUnicode_READ_CHAR(form, at));
        if (*move == ROOT) {
            *move = self->state_count;
            self->states[self->state_count++] = (State){NONE, ROOT, ROOT};
        }
        state = *move;
    }
    self->entries[entry].next = self->states[state].first;
    self->states[state].first = entry;
}

/* Have moves tell what `find_bare` asks of every character. */
static void finish_moves(Finder *self)
{
    for (size_t i = 0; i < (size_t)self->state_count * self->class_count; i++) {
        uint32_t state = self->moves[i];
        self->moves[i] = state * self->class_count | (self->states[state].told != ROOT ? TOLD : 0);
    }
}

/* Make of the tree of bare forms an automaton, states in order of their depth. */
static int link_states(Finder *self)
{
    uint32_t *queue = PyMem_Calloc(self->state_count, sizeof *queue);
    if (!queue) return -1;
    for (uint32_t done = 0, seen = 1; done < seen; done++) {
        uint32_t state = queue[done], *moves = self->moves + (size_t)state * self->class_count;
        const uint32_t *other = self->moves + (size_t)self->states[state].shorter * self->class_count;
        for (uint32_t class = 0; class < self->class_count; class++) {
            if (moves[class] == ROOT) {
                moves[class] = state == ROOT ? ROOT : other[class];
                continue;
            }
            State *child = self->states + moves[class];
            child->shorter = state == ROOT ? ROOT : (int32_t)other[class];
            child->told = child->first != NONE ? (int32_t)moves[class] : self->states[child->shorter].told;
            queue[seen++] = moves[class];
        }
    }
    PyMem_Free(queue);
    finish_moves(self);
    return 0;
}

/* ---- scanning ---- */

static inline int add_hit(const Finder *self, Hits *hits, Py_ssize_t start, Py_ssize_t end, int32_t entry)
{
    PREFETCH(self->entries[entry].meaning); /* meanings lie all over the memory; they are handed out at the end */
    if (hits->count == hits->room) {
        Py_ssize_t room = hits->room ? 2 * hits->room : 1024;
        Hit *items = PyMem_Realloc(hits->items, (size_t)room * sizeof *items);
        if (!items) return -1;
        hits->items = items;
        hits->room = room;
    }
    hits->items[hits->count++] = (Hit){start, end, entry};
    return 0;
}

/* Every entry that ends at the node is a hit; the phrase is kept if it may go on. */
static inline int reach(const Finder *self, int32_t at, Py_ssize_t start, Py_ssize_t end, Hits *hits, Begun **kept)
{
    const Node *node = self->nodes + at;
    for (int32_t entry = node->first; entry != NONE; entry = self->entries[entry].next)
        if (add_hit(self, hits, start, end, entry) < 0) return -1;
    if (node->next) *(*kept)++ = (Begun){start, at, node->next};
    return 0;
}

static inline const Slot *first_slot(const Finder *self, uint32_t hash)
{
    return self->word_slots + next_slot(self->word_slots, self->word_mask, hash, hash);
}

/* What is looked at next, if the word begins a phrase and the phrase goes on with the next word. */
static inline void prefetch_phrase(const Finder *self, const Token *token, int32_t next)
{
    int32_t at = token->word == NONE ? NONE : self->words[token->word].node;
    if (at == NONE) return;
    const Node *node = self->nodes + at;
    if (node->first != NONE) PREFETCH(self->entries + node->first);
    if (next != NONE && node->next & word_bit(next)) PREFETCH(self->edge_slots + (edge_hash(at, next) & self->edge_mask));
}

/* The next words of the text, at most `TOKENS`. They are looked up in steps, a step for all words before the next
 * step: what a step needs has come from memory meanwhile, which takes longer than all that is done with it.
 */
static inline int read_tokens(const Finder *self, int kind, const void *data, Py_ssize_t length, Py_ssize_t at,
                              Token *tokens)
{
    int count = 0;
    for (; at <= length && count < TOKENS; at = tokens[count++].end + 1) {
        Token *token = tokens + count;
        token->start = at;
        token->end = word_end(kind, data, at, length, &token->hash);
        PREFETCH(self->word_slots + (token->hash & self->word_mask));
    }
    for (int i = 0; i < count; i++) {
        tokens[i].word = first_slot(self, tokens[i].hash)->number;
        if (tokens[i].word != NONE) PREFETCH(self->words + tokens[i].word);
    }
    for (int i = 0; i < count; i++) {
        if (tokens[i].word == NONE) continue;
        const Word *word = self->words + tokens[i].word;
        PREFETCH(self->pool + word->at);
        if (word->node != NONE) PREFETCH(self->nodes + word->node);
    }
    for (int i = 0; i < count; i++) prefetch_phrase(self, tokens + i, i + 1 < count ? tokens[i + 1].word : NONE);
    for (int i = 0; i < count; i++) {
        Token *token = tokens + i;
        if (token->word == NONE) continue;
        token->word = word_slot(self, token->hash, kind, data, token->start, token->end - token->start)->number;
    }
    return count;
}

/* Phrases that go on with the word or begin with it; gives the end of those under way, or NULL. */
static inline Begun *add_token(const Finder *self, const Token *token, Begun *begun, const Begun *last, Hits *hits)
{
    Begun *kept = begun;
    if (token->word == NONE) return kept;
    for (const Begun *phrase = begun; phrase < last; phrase++) {
        int32_t node = phrase->next & word_bit(token->word) ? edge_slot(self, phrase->node, token->word)->number : NONE;
        if (node != NONE && reach(self, node, phrase->start, token->end, hits, &kept) < 0) return NULL;
    }
    int32_t node = self->words[token->word].node;
    if (node != NONE && reach(self, node, token->start, token->end, hits, &kept) < 0) return NULL;
    return kept;
}

static inline int find_phrases(const Finder *self, int kind, const void *data, Py_ssize_t length, Begun *begun,
                               Hits *hits)
{
    Token tokens[TOKENS];
    Begun *last = begun; /* phrases under way, the longest first */
    for (Py_ssize_t at = 0; at <= length;) {
        int count = read_tokens(self, kind, data, length, at, tokens);
        for (int i = 0; i < count; i++)
            if (!(last = add_token(self, tokens + i, begun, last, hits))) return -1;
        at = tokens[count - 1].end + 1;
    }
    return 0;
}

static int add_bare_hits(const Finder *self, uint32_t state, Py_ssize_t end, Hits *hits)
{
    for (int32_t told = self->states[state].told; told != ROOT; told = self->states[self->states[told].shorter].told)
        for (int32_t entry = self->states[told].first; entry != NONE; entry = self->entries[entry].next)
            if (add_hit(self, hits, end - self->entries[entry].length, end, entry) < 0) return -1;
    return 0;
}

static inline int find_bare(const Finder *self, int kind, const void *data, Py_ssize_t length, Hits *hits)
{
    const uint32_t *moves = self->moves, *classes = self->classes;
    const uint32_t code_count = self->code_count;
    uint32_t row = ROOT;
    for (Py_ssize_t at = -1; at <= length; at++) {
        Py_UCS4 code = at < 0 || at == length ? SPACE : PyUnicode_READ(kind, data, at);
        uint32_t move = moves[row + (code < code_count ? classes[code] : 0)];
        row = move & ~TOLD;
        if (move & TOLD && add_bare_hits(self, row / self->class_count, at + 1, hits) < 0) return -1;
    }
    return 0;
}

static int find_all(const Finder *self, PyObject *text, Begun *begun, Hits *phrases, Hits *bare)
{
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    switch (PyUnicode_KIND(text)) { /* a constant kind makes each its own loop */
#define FIND(kind) find_phrases(self, kind, data, length, begun, phrases) < 0 ? -1 : find_bare(self, kind, data, length, bare)
    case PyUnicode_1BYTE_KIND: return FIND(PyUnicode_1BYTE_KIND);
    case PyUnicode_2BYTE_KIND: return FIND(PyUnicode_2BYTE_KIND);
    default: return FIND(PyUnicode_4BYTE_KIND);
#undef FIND
    }
}

typedef struct {
    PyObject *object;
    Py_ssize_t value;
} Number;

typedef struct {
    Number start, end;
} Numbers;

/* Whether the phrase comes before the bare hit: by what they cover with the spaces that pad a phrase. */
static int comes_first(const Hit *phrase, const Hit *bare)
{
    if (phrase->end + 1 != bare->end) return phrase->end + 1 < bare->end;
    if (phrase->start - 1 != bare->start) return phrase->start - 1 < bare->start;
    return phrase->entry < bare->entry;
}

/* The number as an object; hits that follow each other share one of their ends more often than not. */
static inline PyObject *number(Py_ssize_t value, Number *last)
{
    if (!last->object || last->value != value) {
        PyObject *object = PyLong_FromSsize_t(value);
        if (!object) return NULL;
        Py_XDECREF(last->object);
        last->object = object;
        last->value = value;
    }
    return Py_NewRef(last->object);
}

static PyObject *triple(Py_ssize_t hit_start, Py_ssize_t hit_end, PyObject *meaning, Numbers *last)
{
    PyObject *start = number(hit_start, &last->start), *end = number(hit_end, &last->end);
    PyObject *hit = start && end ? PyTuple_New(3) : NULL;
    if (!hit) {
        Py_XDECREF(start);
        Py_XDECREF(end);
        return NULL;
    }
    PyTuple_SET_ITEM(hit, 0, start);
    PyTuple_SET_ITEM(hit, 1, end);
    PyTuple_SET_ITEM(hit, 2, Py_NewRef(meaning));
    return hit;
}

/* Put the hit into its place among those of its kind. */
static int hand_out(const Finder *self, const Hit *hit, Numbers *last, Py_ssize_t place, PyObject *found)
{
    PyObject *meaning = self->entries[hit->entry].meaning;
    if (Py_TYPE(found) == self->packed_type) {
        ((PackedHits *)found)->items[place] = (PackedHit){hit->start, hit->end, meaning};
        return 0;
    }
    PyObject *item = triple(hit->start, hit->end, meaning, last);
    if (!item) return -1;
    PyList_SET_ITEM(found, place, item);
    return 0;
}

static void count_hits(const Finder *self, const Hits *hits, Py_ssize_t *counts)
{
    for (Py_ssize_t i = 0; i < hits->count; i++) counts[self->entries[hits->items[i].entry].kind]++;
}

static PyObject *make_list(const Finder *self, Py_ssize_t kind, Py_ssize_t count)
{
    int packed = PySet_Contains(self->packed, PyTuple_GET_ITEM(self->kinds, kind));
    if (packed <= 0) return packed < 0 ? NULL : PyList_New(count);
    PackedHits *hits = (PackedHits *)self->packed_type->tp_alloc(self->packed_type, count);
    if (hits) hits->owner = Py_NewRef(self);
    return (PyObject *)hits;
}

/* A tuple with an empty list of the right length for every kind; `counts` become 0. */
static PyObject *make_lists(const Finder *self, Py_ssize_t *counts)
{
    PyObject *found = PyTuple_New(PyTuple_GET_SIZE(self->kinds));
    for (Py_ssize_t kind = 0; found && kind < PyTuple_GET_SIZE(self->kinds); kind++) {
        PyObject *list = make_list(self, kind, counts[kind]);
        if (!list) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, kind, list);
        counts[kind] = 0;
    }
    return found;
}

/* A tuple with a list of hits for every kind. */
static PyObject *sort_out(const Finder *self, const Hits *phrases, const Hits *bare)
{
    Py_ssize_t kinds = PyTuple_GET_SIZE(self->kinds), *counts = PyMem_Calloc((size_t)kinds + 1, sizeof *counts);
    if (!counts) return PyErr_NoMemory();
    count_hits(self, phrases, counts);
    count_hits(self, bare, counts);
    PyObject *found = make_lists(self, counts);
    const Hit *p = phrases->items, *b = bare->items;
    const Hit *p_end = p + phrases->count, *b_end = b + bare->count;
    Numbers last = {{NULL, 0}, {NULL, 0}};
    while (found && (p < p_end || b < b_end)) {
        const Hit *next = b == b_end || (p < p_end && comes_first(p, b)) ? p++ : b++;
        int32_t kind = self->entries[next->entry].kind;
        if (hand_out(self, next, &last, counts[kind]++, PyTuple_GET_ITEM(found, kind)) < 0) Py_CLEAR(found);
    }
    Py_XDECREF(last.start.object);
    Py_XDECREF(last.end.object);
    PyMem_Free(counts);
    return found;
}

static PyObject *Finder_scan(Finder *self, PyObject *text)
{
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "a text is a str, not %R", Py_TYPE(text));
    Hits phrases = {0}, bare = {0};
    PyObject *found = NULL, *by_kind = NULL;
    Begun *begun = PyMem_Calloc((size_t)self->longest + 1, sizeof *begun);
    if (!begun || find_all(self, text, begun, &phrases, &bare) < 0) PyErr_NoMemory();
    else found = sort_out(self, &phrases, &bare);
    if (found) by_kind = PyDict_New();
    for (Py_ssize_t kind = 0; by_kind && kind < PyTuple_GET_SIZE(found); kind++)
        if (PyDict_SetItem(by_kind, PyTuple_GET_ITEM(self->kinds, kind), PyTuple_GET_ITEM(found, kind)) < 0)
            Py_CLEAR(by_kind);
    Py_XDECREF(found);
    PyMem_Free(begun);
    PyMem_Free(phrases.items);
    PyMem_Free(bare.items);
    return by_kind;
}

/* ---- building ---- */

typedef struct {
    Py_ssize_t words, characters, bare; /* words and characters of phrases; characters of bare forms */
    Py_UCS4 highest;                    /* code of a bare form */
} Sizes;

static int check_entry(PyObject *item, PyObject *kinds, Entry *entry, Sizes *sizes)
{
    PyObject *kind, *meaning, *form;
    int bare;
    if (!PyTuple_Check(item)) return PyErr_Format(PyExc_TypeError, "an entry is a tuple, not %R", item), -1;
    if (!PyArg_ParseTuple(item, "OOUp:entry", &kind, &meaning, &form, &bare)) return -1;
    Py_ssize_t number = PySequence_Index(kinds, kind), length = PyUnicode_GET_LENGTH(form);
    if (number < 0) return -1;
    if (bare && !length) return PyErr_SetString(PyExc_ValueError, "a bare entry has an empty form"), -1;
    *entry = (Entry){Py_NewRef(meaning), length, (int32_t)number, bare, NONE};
    if (bare) {
        sizes->bare += length;
        Py_UCS4 highest = PyUnicode_MAX_CHAR_VALUE(form);
        if (highest > sizes->highest) sizes->highest = highest;
    } else {
        sizes->characters += length;
        sizes->words += 1;
        for (Py_ssize_t at = 0; at < length; at++) sizes->words += PyUnicode_READ_CHAR(form, at) == SPACE;
    }
    if (sizes->characters > INT32_MAX / 4 || sizes->bare > INT32_MAX / 4)
        return PyErr_SetString(PyExc_OverflowError, "too many entries"), -1;
    return 0;
}

static uint32_t slots_for(Py_ssize_t count)
{
    uint32_t slots = 64;
    while (slots < 2 * (size_t)count) slots *= 2;
    return slots;
}

static Slot *new_slots(uint32_t count)
{
    Slot *slots = PyMem_Malloc(count * sizeof *slots);
    if (slots) memset(slots, 0xFF, count * sizeof *slots); /* NONE everywhere */
    return slots;
}

static PyObject *form_of(PyObject *entries, Py_ssize_t at)
{
    return PyTuple_GET_ITEM(PyTuple_GET_ITEM(entries, at), 2);
}

/* Number the characters of bare forms from 1 on; 0 is every other. */
static void number_classes(Finder *self, PyObject *entries)
{
    for (Py_ssize_t i = 0; i < self->entry_count; i++) {
        PyObject *form = form_of(entries, i);
        for (Py_ssize_t at = 0; self->entries[i].bare && at < PyUnicode_GET_LENGTH(form); at++) {
            uint32_t *class = self->classes + PyUnicode_READ_CHAR(form, at);
            if (!*class) *class = self->class_count++;
        }
    }
}

static int make_room(Finder *self, const Sizes *sizes, PyObject *entries)
{
    self->word_mask = slots_for(sizes->words) - 1;
    self->edge_mask = self->word_mask;
    self->word_slots = new_slots(self->word_mask + 1);
    self->edge_slots = new_slots(self->edge_mask + 1);
    self->pool = PyMem_Malloc(((size_t)sizes->characters + 1) * sizeof *self->pool);
    self->words = PyMem_Malloc(((size_t)sizes->words + 1) * sizeof *self->words);
    self->nodes = PyMem_Malloc(((size_t)sizes->words + 1) * sizeof *self->nodes);
    self->code_count = sizes->bare ? sizes->highest + 1 : 0;
    self->classes = PyMem_Calloc((size_t)self->code_count + 1, sizeof *self->classes);
    if (!self->word_slots || !self->edge_slots || !self->pool || !self->words || !self->nodes || !self->classes)
        return -1;
    self->class_count = 1;
    number_classes(self, entries);
    self->states = PyMem_Malloc(((size_t)sizes->bare + 1) * sizeof *self->states);
    self->moves = PyMem_Calloc(((size_t)sizes->bare + 1) * self->class_count, sizeof *self->moves);
    if (!self->states || !self->moves) return -1;
    self->nodes[self->node_count++] = (Node){NONE, NONE, NONE, 0};
    self->states[self->state_count++] = (State){NONE, ROOT, ROOT};
    return 0;
}

/* Make tables as small as they can be, now that words and nodes are counted: they compete for the cache. */
static int shrink(Finder *self)
{
    PyMem_Free(self->word_slots);
    PyMem_Free(self->edge_slots);
    self->word_mask = slots_for(self->word_count) - 1;
    self->edge_mask = slots_for(self->node_count) - 1;
    self->word_slots = new_slots(self->word_mask + 1);
    self->edge_slots = new_slots(self->edge_mask + 1);
    if (!self->word_slots || !self->edge_slots) return -1;
    for (uint32_t i = 0; i < self->word_count; i++) {
        uint32_t at = self->words[i].hash & self->word_mask;
        while (self->word_slots[at].number != NONE) at = (at + 1) & self->word_mask;
        self->word_slots[at] = (Slot){self->words[i].hash, (int32_t)i};
    }
    for (uint32_t i = 1; i < self->node_count; i++) {
        const Node *node = self->nodes + i;
        if (node->parent == ROOT) continue;
        *edge_slot(self, node->parent, node->word) = (Slot){edge_hash(node->parent, node->word), (int32_t)i};
    }
#define SHRINK(items, count)                                                                         \
    do {                                                                                             \
        void *smaller = PyMem_Realloc(self->items, ((size_t)self->count + 1) * sizeof *self->items); \
        if (smaller) self->items = smaller;                                                          \
    } while (0)
    SHRINK(pool, pool_size);
    SHRINK(words, word_count);
    SHRINK(nodes, node_count);
#undef SHRINK
    return 0;
}

static int build(Finder *self, PyObject *entries)
{
    Sizes sizes = {0};
    Py_ssize_t count = PyTuple_GET_SIZE(entries);
    self->entries = PyMem_Calloc((size_t)count + 1, sizeof *self->entries);
    if (!self->entries) return PyErr_NoMemory(), -1;
    for (; self->entry_count < count; self->entry_count++) {
        PyObject *item = PyTuple_GET_ITEM(entries, self->entry_count);
        if (check_entry(item, self->kinds, self->entries + self->entry_count, &sizes) < 0) return -1;
    }
    if (make_room(self, &sizes, entries) < 0) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = count; i-- > 0;) { /* from the last on: each goes before those of its form */
        if (self->entries[i].bare) add_bare(self, (int32_t)i, form_of(entries, i));
        else add_phrase(self, (int32_t)i, form_of(entries, i));
    }
    if (link_states(self) < 0 || shrink(self) < 0) return PyErr_NoMemory(), -1;
    return 0;
}

/* The type of packed hits, which the module holds. */
static PyTypeObject *packed_type_of(PyTypeObject *finder_type)
{
    PyObject *module = PyType_GetModule(finder_type);
    return module ? (PyTypeObject *)PyObject_GetAttrString(module, "PackedHits") : NULL;
}

static PyObject *Finder_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *names[] = {"kinds", "entries", "packed", NULL};
    PyObject *kinds, *given, *packed;
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!OO!:Finder", names, &PyTuple_Type, &kinds, &given,
                                     &PyFrozenSet_Type, &packed))
        return NULL;
    PyObject *entries = PySequence_Tuple(given);
    if (!entries) return NULL;
    Finder *self = (Finder *)type->tp_alloc(type, 0);
    if (self) {
        self->kinds = Py_NewRef(kinds);
        self->packed = Py_NewRef(packed);
        self->packed_type = packed_type_of(type);
        if (!self->packed_type || build(self, entries) < 0) Py_CLEAR(self);
    }
    Py_DECREF(entries);
    return (PyObject *)self;
}

/* ---- packed hits ---- */

static Py_ssize_t PackedHits_length(PackedHits *self) { return Py_SIZE(self); }

static PyObject *PackedHits_item(PackedHits *self, Py_ssize_t at)
{
    if (at < 0 || at >= Py_SIZE(self)) return PyErr_SetString(PyExc_IndexError, "no such hit"), NULL;
    const PackedHit *hit = self->items + at;
    Numbers last = {{NULL, 0}, {NULL, 0}};
    PyObject *item = triple(hit->start, hit->end, hit->meaning, &last);
    Py_XDECREF(last.start.object);
    Py_XDECREF(last.end.object);
    return item;
}

static int PackedHits_traverse(PackedHits *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->owner);
    return 0;
}

static void PackedHits_dealloc(PackedHits *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->owner);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot packed_slots[] = {
    {Py_tp_doc, "Hits of one class, in order of their end."},
    {Py_tp_dealloc, PackedHits_dealloc},
    {Py_tp_traverse, PackedHits_traverse},
    {Py_sq_length, PackedHits_length},
    {Py_sq_item, PackedHits_item},
    {0, NULL},
};

static PyType_Spec packed_spec = {
    .name = "rolescope._scan.PackedHits",
    .basicsize = offsetof(PackedHits, items),
    .itemsize = sizeof(PackedHit),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = packed_slots,
};

/* ---- the type and the module ---- */

static int Finder_traverse(Finder *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->kinds);
    Py_VISIT(self->packed);
    Py_VISIT(self->packed_type);
    for (Py_ssize_t i = 0; i < self->entry_count; i++) Py_VISIT(self->entries[i].meaning);
    return 0;
}

static void Finder_dealloc(Finder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (Py_ssize_t i = 0; i < self->entry_count; i++) Py_XDECREF(self->entries[i].meaning);
    Py_XDECREF(self->kinds);
    Py_XDECREF(self->packed);
    Py_XDECREF(self->packed_type);
    void *blocks[] = {self->entries, self->pool, self->words, self->nodes, self->word_slots,
                      self->edge_slots, self->states, self->moves, self->classes};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) PyMem_Free(blocks[i]);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef finder_methods[] = {
    {"scan", (PyCFunction)Finder_scan, METH_O, "All hits in the text, a list for every kind."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot finder_slots[] = {
    {Py_tp_doc, "Finds entries (kind, meaning, form, bare) in folded texts."},
    {Py_tp_new, Finder_new},
    {Py_tp_dealloc, Finder_dealloc},
    {Py_tp_traverse, Finder_traverse},
    {Py_tp_methods, finder_methods},
    {0, NULL},
};

static PyType_Spec finder_spec = {
    .name = "rolescope._scan.Finder",
    .basicsize = sizeof(Finder),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = finder_slots,
};

static int add_type(PyObject *module, PyType_Spec *spec, const char *name)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    int failed = type ? PyModule_AddObjectRef(module, name, type) : -1;
    Py_XDECREF(type);
    return failed;
}

static int scan_exec(PyObject *module)
{
    return add_type(module, &packed_spec, "PackedHits") < 0 ? -1 : add_type(module, &finder_spec, "Finder");
}

static PyModuleDef_Slot scan_slots[] = {
    {Py_mod_exec, scan_exec},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef scan_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_scan",
    .m_doc = "The native scanner of rolescope.cues.",
    .m_slots = scan_slots,
};

PyMODINIT_FUNC PyInit__scan(void) { return PyModuleDef_Init(&scan_module); }
