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
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define NONE (-1)
#define ROOT 0
#define SPACE 0x20u

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address, 1)
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
    Py_ssize_t entry_count, longest;
    Entry *entries;
    Py_UCS4 *pool;
    Word *words;
    Node *nodes;
    int32_t *word_slots, *edge_slots; /* open addressing: number of a word, number of a node, or NONE */
    uint32_t word_mask, edge_mask, word_count, node_count, pool_size;
    State *states;
    uint32_t *moves; /* state x class */
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

/* The slot of the word, or the empty slot where it belongs. */
static inline int32_t *word_slot(const Finder *self, uint32_t hash, int kind, const void *data, Py_ssize_t at,
                                 Py_ssize_t length)
{
    for (uint32_t i = hash & self->word_mask;; i = (i + 1) & self->word_mask) {
        int32_t *slot = self->word_slots + i;
        if (*slot == NONE) return slot;
        const Word *word = self->words + *slot;
        if (word->hash == hash && word->length == length && same_word(self, word, kind, data, at)) return slot;
    }
}

static int32_t *edge_slot(const Finder *self, int32_t node, int32_t word)
{
    for (uint32_t i = edge_hash(node, word) & self->edge_mask;; i = (i + 1) & self->edge_mask) {
        int32_t *slot = self->edge_slots + i;
        if (*slot == NONE) return slot;
        const Node *child = self->nodes + *slot;
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
    int32_t *slot = word_slot(self, hash, kind, data, at, end - at);
    if (*slot == NONE) {
        *slot = (int32_t)self->word_count;
        self->words[self->word_count++] = (Word){hash, self->pool_size, (uint32_t)(end - at), NONE};
        for (; at < end; at++) self->pool[self->pool_size++] = PyUnicode_READ(kind, data, at);
    }
    return *slot;
}

static int32_t add_node(Finder *self, int32_t parent, int32_t word)
{
    int32_t *slot = parent == ROOT ? &self->words[word].node : edge_slot(self, parent, word);
    if (*slot == NONE) {
        *slot = (int32_t)self->node_count;
        self->nodes[self->node_count++] = (Node){parent, word, NONE, 0};
        self->nodes[parent].next |= word_bit(word);
    }
    return *slot;
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

static inline int find_phrases(const Finder *self, int kind, const void *data, Py_ssize_t length, Begun *begun,
                               Hits *hits)
{
    Begun *last = begun; /* phrases under way, the longest first */
    for (Py_ssize_t at = 0, end; at <= length; at = end + 1) {
        uint32_t hash;
        Begun *kept = begun;
        end = word_end(kind, data, at, length, &hash);
        int32_t word = *word_slot(self, hash, kind, data, at, end - at);
        for (const Begun *phrase = begun; phrase < last && word != NONE; phrase++) {
            int32_t node = phrase->next & word_bit(word) ? *edge_slot(self, phrase->node, word) : NONE;
            if (node != NONE && reach(self, node, phrase->start, end, hits, &kept) < 0) return -1;
        }
        int32_t node = word == NONE ? NONE : self->words[word].node;
        if (node != NONE && reach(self, node, at, end, hits, &kept) < 0) return -1;
        last = kept;
    }
    return 0;
}

static inline int find_bare(const Finder *self, int kind, const void *data, Py_ssize_t length, Hits *hits)
{
    uint32_t state = ROOT;
    for (Py_ssize_t at = -1; at <= length; at++) {
        Py_UCS4 code = at < 0 || at == length ? SPACE : PyUnicode_READ(kind, data, at);
        state = self->moves[(size_t)state * self->class_count + class_of(self, code)];
        for (int32_t told = self->states[state].told; told != ROOT;
             told = self->states[self->states[told].shorter].told)
            for (int32_t entry = self->states[told].first; entry != NONE; entry = self->entries[entry].next)
                if (add_hit(self, hits, at + 1 - self->entries[entry].length, at + 1, entry) < 0) return -1;
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

/* Whether the phrase comes before the bare hit: by what they cover with the spaces that pad a phrase. */
static int comes_first(const Hit *phrase, const Hit *bare)
{
    if (phrase->end + 1 != bare->end) return phrase->end + 1 < bare->end;
    if (phrase->start - 1 != bare->start) return phrase->start - 1 < bare->start;
    return phrase->entry < bare->entry;
}

static int hand_out(const Finder *self, const Hit *hit, PyObject *found)
{
    const Entry *entry = self->entries + hit->entry;
    PyObject *start = PyLong_FromSsize_t(hit->start), *end = PyLong_FromSsize_t(hit->end);
    PyObject *triple = start && end ? PyTuple_New(3) : NULL;
    if (!triple) {
        Py_XDECREF(start);
        Py_XDECREF(end);
        return -1;
    }
    PyTuple_SET_ITEM(triple, 0, start);
    PyTuple_SET_ITEM(triple, 1, end);
    PyTuple_SET_ITEM(triple, 2, Py_NewRef(entry->meaning));
    int failed = PyList_Append(PyTuple_GET_ITEM(found, entry->kind), triple);
    Py_DECREF(triple);
    return failed;
}

/* A tuple with a list of hits for every kind. */
static PyObject *sort_out(const Finder *self, const Hits *phrases, const Hits *bare)
{
    Py_ssize_t kinds = PyTuple_GET_SIZE(self->kinds);
    PyObject *found = PyTuple_New(kinds);
    for (Py_ssize_t kind = 0; found && kind < kinds; kind++) {
        PyObject *list = PyList_New(0);
        if (!list) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, kind, list);
    }
    const Hit *p = phrases->items, *b = bare->items;
    const Hit *p_end = p + phrases->count, *b_end = b + bare->count;
    while (found && (p < p_end || b < b_end)) {
        const Hit *next = b == b_end || (p < p_end && comes_first(p, b)) ? p++ : b++;
        if (hand_out(self, next, found) < 0) Py_CLEAR(found);
    }
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

static int32_t *new_slots(uint32_t count)
{
    int32_t *slots = PyMem_Malloc((size_t)count * sizeof *slots);
    if (slots) memset(slots, 0xFF, (size_t)count * sizeof *slots); /* NONE everywhere */
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
        while (self->word_slots[at] != NONE) at = (at + 1) & self->word_mask;
        self->word_slots[at] = (int32_t)i;
    }
    for (uint32_t i = 1; i < self->node_count; i++) {
        const Node *node = self->nodes + i;
        if (node->parent != ROOT) *edge_slot(self, node->parent, node->word) = (int32_t)i;
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

static PyObject *Finder_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *names[] = {"kinds", "entries", NULL};
    PyObject *kinds, *given;
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!O:Finder", names, &PyTuple_Type, &kinds, &given)) return NULL;
    PyObject *entries = PySequence_Tuple(given);
    if (!entries) return NULL;
    Finder *self = (Finder *)type->tp_alloc(type, 0);
    if (self) {
        self->kinds = Py_NewRef(kinds);
        if (build(self, entries) < 0) Py_CLEAR(self);
    }
    Py_DECREF(entries);
    return (PyObject *)self;
}

/* ---- the type and the module ---- */

static int Finder_traverse(Finder *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->kinds);
    for (Py_ssize_t i = 0; i < self->entry_count; i++) Py_VISIT(self->entries[i].meaning);
    return 0;
}

static void Finder_dealloc(Finder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (Py_ssize_t i = 0; i < self->entry_count; i++) Py_XDECREF(self->entries[i].meaning);
    Py_XDECREF(self->kinds);
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

static int scan_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &finder_spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Finder", type);
    Py_DECREF(type);
    return failed;
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
