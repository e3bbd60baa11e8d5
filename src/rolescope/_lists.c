/* Tools and skills that no label covers: extract.candidates and extract.tagger at the speed of the machine.
 *
 * Those modules say the same in Python and say why. A Tagger finds members of lists that are no mention, adds up
 * what their features weigh, and hands out those that may be something; the last word has extract.tagger.
 * It never changes after it is built.
 */
#include "_scores.h"

/* ---- telling ---- */

/* Append (start, end, tool, skill) if the member may be something. */
static int tell_member(const Text *text, const Described *list, int number, PyObject *told)
{
    const Tagger *self = text->tagger;
    const Member *member = list->members + number;
    Phrase phrase;
    Score score;
    PyObject *kept = NULL;
    const char *shape;
    if (read_phrase(&text->raw, member->start, member->end, &phrase)) {
        shape = shape_of(&text->raw, phrase.raw_starts[0], phrase.raw_ends[0]);
        score = score_phrase(self, &text->raw, &phrase, shape);
    } else if (score_odd(text, member, &score, &shape, &kept) < 0) {
        Py_XDECREF(kept);
        return -1;
    }
    int hopes = score.tool >= self->hopeless || score.skill >= self->hopeless;
    if (hopes) score_context(text, list, number, shape, &score);
    Py_XDECREF(kept);
    if (!hopes || (score.tool < self->least_tool && score.skill < self->least_skill)) return 0;
    return append_new(told, Py_BuildValue("nnii", member->start, member->end, score.tool, score.skill));
}

/* The word that ends at most four characters before the list, in lower case; none if a line ends between. */
static void find_head(const View *lower, Described *list)
{
    Py_ssize_t stop = list->list->before, low = larger(0, stop - HEAD), first;
    list->head = list->head_end = 0;
    if (find_first(lower, '\n', larger(0, stop - 3), stop) >= 0) return;
    for (; stop > low; stop--) {
        Py_UCS4 code = at(lower, stop - 1);
        if (code != ' ' && code != '(' && code != ':' && code != ',' && code != '.') break;
    }
    while (stop > low && is_space(at(lower, stop - 1))) stop--;
    for (first = stop; first > low && !is_space(at(lower, first - 1));) first--;
    while (first < stop && at(lower, first) == '(') first++;
    list->head = larger(first, stop - HEAD_KEPT);
    list->head_end = stop;
}

/* Tell of those members that are unknown, if the list is one of tools or skills. */
static int tell_list(const Text *text, Described *list, PyObject *told)
{
    int unknown = 0, named = list->list->cue != NULL, among = 0;
    uint32_t seen = 0;
    for (int i = 0; i < list->count; i++) {
        char letter = list->members[i].letter;
        unknown |= !letter;
        named |= is_named(letter);
        if (letter) seen |= 1u << (letter - 'a');
    }
    if (!unknown || !named) return 0;
    for (char letter = 'a'; letter <= 'z' && among < (int)sizeof list->among - 1; letter++)
        if (seen >> (letter - 'a') & 1) list->among[among++] = letter;
    list->among[among] = 0;
    find_head(&text->lower, list);
    for (int i = 0; i < list->count; i++)
        if (!list->members[i].letter && tell_member(text, list, i, told) < 0) return -1;
    return 0;
}

static PyObject *tell(Text *text)
{
    PyObject *told = PyList_New(0);
    Py_ssize_t taken = 0;
    for (Py_ssize_t i = 0; told && i < text->list_count; i++) {
        Described list = {.list = text->lists + i};
        Py_ssize_t place = list.list->at;
        if (place < taken || (text->sections && !text->tagger->read[text->sections[place]])) continue;
        for (int signs = 0; list.list->cue && signs < 4 && place < text->raw.length; signs++, place++) {
            Py_UCS4 code = at(&text->raw, place);
            if (code != ' ' && code != '.' && code != ',' && code != ':' && code != '(') break;
        }
        list.count = read_members(text, place, list.members, &taken);
        if (tell_list(text, &list, told) < 0) Py_CLEAR(told);
    }
    return told;
}

/* ---- a text as it is handed in ---- */

static int read_place(PyObject *slot, PyObject *mention, Py_ssize_t length, Py_ssize_t *place)
{
    PyObject *number = get_field(slot, mention);
    *place = !number ? -1 : number == Py_None ? NOWHERE : PyLong_AsSsize_t(number);
    int stated = number && number != Py_None;
    Py_XDECREF(number);
    if (!number || PyErr_Occurred()) return -1;
    if (!stated || (0 <= *place && *place <= length)) return 0;
    return PyErr_SetString(PyExc_ValueError, "a mention outside of the text"), -1;
}

/* The letter of a mention's kind, 0 if it has none, -1 and an error if that cannot be told. */
static int letter_of(const Tagger *self, PyObject *mention)
{
    PyObject *kind = get_field(self->kind, mention);
    int letter = kind ? 0 : -1;
    for (Py_ssize_t i = 0; kind && !letter && i < PyTuple_GET_SIZE(self->kinds); i++) {
        PyObject *own = PyTuple_GET_ITEM(self->kinds, i);
        if (kind == own || PyUnicode_Compare(kind, own) == 0) letter = (int)PyUnicode_READ_CHAR(self->letters, i);
    }
    Py_XDECREF(kind);
    return letter;
}

/* Read those mentions that are no duties, in order. */
static int read_known(Text *text, PyObject *found)
{
    const Tagger *self = text->tagger;
    int sorted = 1;
    text->known = PyMem_Malloc(((size_t)PyTuple_GET_SIZE(found) + 1) * sizeof *text->known);
    if (!text->known) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(found); i++) {
        PyObject *mention = PyTuple_GET_ITEM(found, i);
        Member *member = text->known + text->known_count;
        int letter = letter_of(self, mention);
        if (letter < 0) return -1;
        if (!letter) continue;
        member->letter = (char)letter;
        if (read_place(self->start, mention, text->raw.length, &member->start) < 0 ||
            read_place(self->end, mention, text->raw.length, &member->end) < 0)
            return -1;
        if (member->start == NOWHERE || member->end < member->start) continue;
        if (text->known_count++) sorted &= by_span(member - 1, member) <= 0;
    }
    if (!sorted) qsort(text->known, (size_t)text->known_count, sizeof *text->known, by_span);
    return 0;
}

static int read_cue(Text *text, PyObject *triple)
{
    if (!PyTuple_Check(triple)) return PyErr_SetString(PyExc_TypeError, "a cue is a tuple"), -1;
    List list;
    if (!PyArg_ParseTuple(triple, "nnU:cue", &list.before, &list.at, &list.cue)) return -1;
    if (list.before < 0 || list.before > list.at || list.at > text->raw.length)
        return PyErr_SetString(PyExc_ValueError, "a cue outside of the text"), -1;
    if (!PyUnicode_GET_LENGTH(list.cue)) list.cue = NULL;
    add_list(text, list);
    return 0;
}

static int read_lists(Text *text, PyObject *cues)
{
    size_t room = (size_t)PyTuple_GET_SIZE(cues) + 2 * ((size_t)text->known_count + 1);
    text->lists = PyMem_Malloc(room * sizeof *text->lists);
    if (!text->lists) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(cues); i++)
        if (read_cue(text, PyTuple_GET_ITEM(cues, i)) < 0) return -1;
    add_heads(text);
    qsort(text->lists, (size_t)text->list_count, sizeof *text->lists, by_place);
    return 0;
}

static PyObject *Tagger_tell(Tagger *self, PyObject *const *given, Py_ssize_t count)
{
    Text text = {.tagger = self};
    PyObject *told = NULL;
    if (count != 5) return PyErr_Format(PyExc_TypeError, "tell takes 5 arguments, not %zd", count);
    PyObject *found = PySequence_Tuple(given[3]), *cues = found ? PySequence_Tuple(given[4]) : NULL;
    if (cues && view(given[0], &text.raw) == 0 && view(given[1], &text.lower) == 0) {
        if (text.lower.length != text.raw.length) PyErr_SetString(PyExc_ValueError, "the texts are not equally long");
        else if (read_sections(given[2], text.raw.length, PyTuple_GET_SIZE(self->sections), &text.sections) == 0 &&
                 read_known(&text, found) == 0 && read_lists(&text, cues) == 0)
            told = tell(&text);
    }
    PyMem_Free(text.known);
    PyMem_Free(text.lists);
    Py_XDECREF(found);
    Py_XDECREF(cues);
    return told;
}

/* ---- building ---- */

static int add_flags(Table *table, PyObject *words, int flag)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++) {
        Entry *entry = add_word(table, PyTuple_GET_ITEM(words, i));
        if (!entry) return -1;
        entry->tool = (int16_t)(entry->tool | flag);
    }
    return 0;
}

static int add_features(Table *table, PyObject *weights)
{
    PyObject *feature, *pair;
    Py_ssize_t next = 0;
    if (make_table(table, PyDict_GET_SIZE(weights)) < 0) return -1;
    while (PyDict_Next(weights, &next, &feature, &pair)) {
        Entry *entry = PyUnicode_Check(feature) ? add_word(table, feature) : NULL;
        if (!entry || !PyTuple_Check(pair))
            return PyErr_SetString(PyExc_TypeError, "weights are {feature: (tool, skill)}"), -1;
        if (!PyArg_ParseTuple(pair, "hh:weights", &entry->tool, &entry->skill)) return -1;
    }
    shrink(table);
    return 0;
}

static int read_names(Tagger *self, PyObject *read)
{
    Py_ssize_t count = PyTuple_GET_SIZE(self->sections);
    if (count > SECTIONS) return PyErr_SetString(PyExc_ValueError, "too many sections"), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *number = PyLong_FromSsize_t(i);
        int yes = number ? PySequence_Contains(read, number) : -1;
        Py_XDECREF(number);
        if (yes < 0) return -1;
        self->read[i] = (uint8_t)yes;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self->joints); i++)
        self->widest = larger(self->widest, PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(self->joints, i)));
    return 0;
}

static int check_kinds(const Tagger *self)
{
    int fine = PyUnicode_GET_LENGTH(self->letters) == PyTuple_GET_SIZE(self->kinds);
    for (Py_ssize_t i = 0; fine && i < PyTuple_GET_SIZE(self->kinds); i++)
        fine = is_small(PyUnicode_READ_CHAR(self->letters, i));
    return fine ? 0 : (PyErr_SetString(PyExc_ValueError, "a small letter for every kind"), -1);
}

static int read_slots(Tagger *self, PyTypeObject *mention)
{
    if (!(self->kind = slot_of(mention, "kind")) || !(self->start = slot_of(mention, "start"))) return -1;
    return (self->end = slot_of(mention, "end")) ? 0 : -1;
}

static int build(Tagger *self, PyTypeObject *mention, PyObject *words, PyObject *weights, PyObject *read)
{
    PyObject *const lists[] = {self->kinds, self->sections, self->joints, self->before, self->behind};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (check_words(lists[i]) < 0) return -1;
    Py_ssize_t room = 0;
    for (Py_ssize_t i = 0; i < 3; i++) {
        if (check_words(PyTuple_GET_ITEM(words, i)) < 0) return -1;
        room += PyTuple_GET_SIZE(PyTuple_GET_ITEM(words, i));
    }
    if (make_table(&self->words, room) < 0) return -1;
    for (int i = 0; i < 3; i++)
        if (add_flags(&self->words, PyTuple_GET_ITEM(words, i), 1 << i) < 0) return -1;
    shrink(&self->words);
    if (check_kinds(self) < 0 || read_names(self, read) < 0 || read_slots(self, mention) < 0) return -1;
    return add_features(&self->features, weights);
}

static PyObject *Tagger_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *names[] = {"mention", "kinds", "letters", "sections", "read", "joints", "before", "behind",
                            "words", "weights", "odd", "hopeless", "least_tool", "least_skill", NULL};
    PyTypeObject *mention;
    PyObject *kinds, *letters, *sections, *read, *joints, *before, *behind, *words, *weights, *odd;
    int hopeless, least_tool, least_skill;
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!OUOOOOOO!O!Oiii:Tagger", names, &PyType_Type, &mention, &kinds,
                                     &letters, &sections, &read, &joints, &before, &behind, &PyTuple_Type, &words,
                                     &PyDict_Type, &weights, &odd, &hopeless, &least_tool, &least_skill))
        return NULL;
    if (PyTuple_GET_SIZE(words) != 3) return PyErr_Format(PyExc_ValueError, "three lists of words, not %R", words);
    Tagger *self = (Tagger *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    PyObject *const given[] = {kinds, letters, sections, joints, before, behind, odd};
    PyObject **kept[] = {&self->kinds, &self->letters, &self->sections, &self->joints, &self->before,
                         &self->behind, &self->odd};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) *kept[i] = Py_NewRef(given[i]);
    self->hopeless = hopeless;
    self->least_tool = least_tool;
    self->least_skill = least_skill;
    if (build(self, mention, words, weights, read) < 0) Py_CLEAR(self);
    return (PyObject *)self;
}

/* ---- the type and the module ---- */

static int Tagger_traverse(Tagger *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->kind);
    Py_VISIT(self->start);
    Py_VISIT(self->end);
    Py_VISIT(self->odd);
    return 0;
}

static void Tagger_dealloc(Tagger *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    free_table(&self->words);
    free_table(&self->features);
    PyObject *kept[] = {self->kind, self->start, self->end, self->kinds, self->letters, self->sections,
                        self->joints, self->before, self->behind, self->odd};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) Py_XDECREF(kept[i]);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef tagger_methods[] = {
    {"tell", (PyCFunction)(void (*)(void))Tagger_tell, METH_FASTCALL, "Phrases that may be something, with scores."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tagger_slots[] = {
    {Py_tp_doc, "Finds and scores members of lists that no label covers."},
    {Py_tp_new, Tagger_new},
    {Py_tp_dealloc, Tagger_dealloc},
    {Py_tp_traverse, Tagger_traverse},
    {Py_tp_methods, tagger_methods},
    {0, NULL},
};

static PyType_Spec tagger_spec = {
    .name = "rolescope._lists.Tagger",
    .basicsize = sizeof(Tagger),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = tagger_slots,
};

static int lists_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &tagger_spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Tagger", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot lists_slots[] = {
    {Py_mod_exec, lists_exec},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef lists_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_lists",
    .m_doc = "The native tagger of rolescope.extract.tagger.",
    .m_slots = lists_slots,
};

PyMODINIT_FUNC PyInit__lists(void) { return PyModuleDef_Init(&lists_module); }
