/* Which labels count in a text, which duties stand in it, and how strongly each is asked for:
 * extract.labels, extract.label_rules, extract.activities and extract.strength at the speed of the machine.
 *
 * Those modules say the same in Python and say why; here is only what is asked of every mention. What is asked of
 * few, by expressions, is asked there: a Reader is given the functions. A Reader never changes after it is built.
 */
#include "_duties.h"
#include "_rules.h"

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif


/* ---- mentions ---- */

static int set_field(PyObject *field, PyObject *mention, PyObject *value)
{
    return Py_TYPE(field)->tp_descr_set(field, mention, value);
}

static int set_place(PyObject *field, PyObject *mention, Py_ssize_t place)
{
    PyObject *number = PyLong_FromSsize_t(place);
    int failed = !number || set_field(field, mention, number) < 0;
    Py_XDECREF(number);
    return failed ? -1 : 0;
}

/* What a mention is of: borrowed, concept None for a span that is linked to nothing. */
typedef struct {
    PyObject *kind, *concept, *label;
} Meant;

/* A mention; the class is frozen, so its slots are set one by one. */
static PyObject *build_mention(Text *text, Meant meant, Py_ssize_t start, Py_ssize_t end, int part, int extractor)
{
    const Reader *self = text->reader;
    PyObject *strength = strength_of(text, start, end, part), *const *fields = self->fields;
    PyObject *mention = strength ? self->mention->tp_alloc(self->mention, 0) : NULL;
    if (!mention) return NULL;
    if (set_field(fields[KIND], mention, meant.kind) < 0 || set_field(fields[CONCEPT], mention, meant.concept) < 0 ||
        set_field(fields[LABEL], mention, meant.label) < 0 || set_place(fields[START], mention, start) < 0 ||
        set_place(fields[END], mention, end) < 0 || set_field(fields[STRENGTH], mention, strength) < 0 ||
        set_field(fields[SECTION], mention, PyTuple_GET_ITEM(self->sections, part)) < 0 ||
        set_field(fields[EXTRACTOR], mention, PyTuple_GET_ITEM(self->extractors, extractor)) < 0)
        Py_CLEAR(mention);
    return mention;
}

/* A mention of the concept. */
static PyObject *build_linked(Text *text, PyObject *concept, Py_ssize_t start, Py_ssize_t end, int part, int extractor)
{
    const Reader *self = text->reader;
    PyObject *kind = get_field(self->concept_kind, concept), *id = kind ? get_field(self->concept_id, concept) : NULL;
    PyObject *label = id ? get_field(self->concept_label, concept) : NULL;
    PyObject *mention = label ? build_mention(text, (Meant){kind, id, label}, start, end, part, extractor) : NULL;
    Py_XDECREF(kind);
    Py_XDECREF(id);
    Py_XDECREF(label);
    return mention;
}

static PyObject *find_labels(Text *text)
{
    PyObject *found = PyList_New(0);
    Py_ssize_t taken = -1;
    for (Py_ssize_t i = 0; found && i < text->labels.count; i++) {
        const Hit *hit = text->labels.items + i;
        if (hit->start < taken) continue;
        int part = part_at(text, hit->start), failed = 0;
        PyObject *concept = read_label(text, hit, part, &failed);
        if (concept) {
            taken = hit->end;
            failed = append_new(found, build_linked(text, concept, hit->start, hit->end, part, LABELS)) < 0;
        }
        if (failed) Py_CLEAR(found);
    }
    return found;
}

static PyObject *find_duties(Text *text, const Hits *verbs, const Hits *objects, Py_ssize_t width, PyObject *concepts)
{
    Duties duties = {0};
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < objects->count; i++)
        if (pair(text, verbs, objects->items + i, width, &duties) < 0) Py_CLEAR(found);
    if (found && duties.count && sort_duties(text->reader, &duties, concepts) < 0) Py_CLEAR(found);
    for (Py_ssize_t i = 0; found && i < duties.count; i++) {
        const Duty *duty = duties.items + i;
        PyObject *concept = PyTuple_GET_ITEM(concepts, duty->number);
        PyObject *mention = build_linked(text, concept, duty->start, duty->end, duty->part, ACTIVITIES);
        if (append_new(found, mention) < 0) Py_CLEAR(found);
    }
    PyMem_Free(duties.items);
    return found;
}

/* ---- a text as it is handed in ---- */

/* Read (raw, lower, folded, section_map, strength, lines), which every method gets first. */
static int read_text(Text *text, const Reader *self, PyObject *const *given)
{
    text->reader = self;
    text->lines = given[5];
    if (view(given[0], &text->raw) < 0 || view(given[1], &text->lower) < 0) return -1;
    if (view(given[2], &text->folded) < 0) return -1;
    if (text->lower.length != text->raw.length || text->folded.length != text->raw.length)
        return PyErr_SetString(PyExc_ValueError, "the texts are not equally long"), -1;
    if (read_sections(given[3], text->raw.length, 2 * self->first_silent, &text->sections) < 0) return -1;
    if (read_words_hits(self, given[4], text->raw.length, &text->cues) < 0) return -1;
    sort_hits(&text->cues, is_less);
    text->sentences = PyMem_Calloc((size_t)text->cues.count + 1, sizeof *text->sentences);
    return text->sentences ? 0 : (PyErr_NoMemory(), -1);
}

static void free_text(Text *text)
{
    free_hits(&text->cues);
    free_hits(&text->asks);
    free_hits(&text->labels);
    free_hits(&text->degrees);
    free_hits(&text->industries);
    PyMem_Free(text->sentences);
    PyMem_Free(text->asked);
}

static int check_patterns(const Hits *labels)
{
    for (Py_ssize_t i = 0; i < labels->count; i++) {
        PyObject *pattern = labels->items[i].meaning;
        if (!PyTuple_Check(pattern) || PyTuple_GET_SIZE(pattern) != PATTERN)
            return PyErr_Format(PyExc_TypeError, "a label means a pattern, not %R", pattern), -1;
        PREFETCH(PyTuple_GET_ITEM(pattern, FORM)); /* they lie all over the memory */
        PREFETCH(PyTuple_GET_ITEM(pattern, KINDS));
        PREFETCH(PyTuple_GET_ITEM(pattern, MEANINGS));
        PREFETCH(PyTuple_GET_ITEM(pattern, PLAIN));
    }
    return 0;
}

static PyObject *Reader_labels(Reader *self, PyObject *const *given, Py_ssize_t count)
{
    Text text = {0};
    PyObject *found = NULL;
    if (count != 10) return PyErr_Format(PyExc_TypeError, "labels takes 10 arguments, not %zd", count);
    text.parted = PyObject_IsTrue(given[6]);
    if (text.parted >= 0 && read_text(&text, self, given) == 0 &&
        read_hits(self, given[7], text.raw.length, &text.labels) == 0 && check_patterns(&text.labels) == 0 &&
        read_hits(self, given[8], text.raw.length, &text.degrees) == 0 &&
        read_hits(self, given[9], text.raw.length, &text.industries) == 0) {
        sort_hits(&text.labels, starts_no_later);
        sort_hits(&text.degrees, starts_no_later);
        sort_hits(&text.industries, starts_no_later);
        found = find_labels(&text);
    }
    free_text(&text);
    return found;
}

static int check_masks(const Hits *hits, Py_ssize_t size)
{
    for (Py_ssize_t i = 0; i < hits->count; i++) {
        PyObject *mask = hits->items[i].meaning;
        if (!PyBytes_Check(mask) || PyBytes_GET_SIZE(mask) != size || size % 8 || size > MASK * 8)
            return PyErr_SetString(PyExc_ValueError, "duties are bytes in words of 64 bits, all equally long"), -1;
    }
    return 0;
}

static PyObject *Reader_activities(Reader *self, PyObject *const *given, Py_ssize_t count)
{
    Text text = {0};
    Hits verbs = {0}, objects = {0};
    PyObject *found = NULL;
    if (count != 9) return PyErr_Format(PyExc_TypeError, "activities takes 9 arguments, not %zd", count);
    if (!PyTuple_Check(given[8])) return PyErr_Format(PyExc_TypeError, "concepts are a tuple, not %R", given[8]);
    if (read_text(&text, self, given) == 0 && read_hits(self, given[6], text.raw.length, &verbs) == 0 &&
        read_hits(self, given[7], text.raw.length, &objects) == 0) {
        int none = !verbs.count || !objects.count;
        Py_ssize_t size = none || !PyBytes_Check(verbs.items->meaning) ? 0 : PyBytes_GET_SIZE(verbs.items->meaning);
        if (check_masks(&verbs, size) == 0 && check_masks(&objects, size) == 0)
            found = find_duties(&text, &verbs, &objects, size / 8, given[8]);
    }
    free_hits(&verbs);
    free_hits(&objects);
    free_text(&text);
    return found;
}

/* ---- what the tagger told ---- */

/* Append the mention of what was told, unless it overlaps the one before, which ends at `taken`. */
static int add_told(Text *text, PyObject *told, Py_ssize_t *taken, PyObject *found)
{
    Py_ssize_t start, end;
    PyObject *kind;
    if (!PyTuple_Check(told)) return PyErr_Format(PyExc_TypeError, "told is (start, end, kind), not %R", told), -1;
    if (!PyArg_ParseTuple(told, "nnU:told", &start, &end, &kind)) return -1;
    if (start < 0 || start > end || end > text->raw.length)
        return PyErr_SetString(PyExc_ValueError, "a phrase outside of the text"), -1;
    if (start < *taken) return 0;
    *taken = end;
    PyObject *label = PyUnicode_Substring(text->raw.str, start, end);
    if (!label) return -1;
    Meant meant = {kind, Py_None, label};
    int failed = append_new(found, build_mention(text, meant, start, end, part_at(text, start), TAGGER));
    Py_DECREF(label);
    return failed;
}

static PyObject *Reader_unseen(Reader *self, PyObject *const *given, Py_ssize_t count)
{
    Text text = {0};
    PyObject *found = NULL;
    Py_ssize_t taken = 0;
    if (count != 7) return PyErr_Format(PyExc_TypeError, "unseen takes 7 arguments, not %zd", count);
    PyObject *told = PySequence_Tuple(given[6]);
    if (told && read_text(&text, self, given) == 0) found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < PyTuple_GET_SIZE(told); i++)
        if (add_told(&text, PyTuple_GET_ITEM(told, i), &taken, found) < 0) Py_CLEAR(found);
    Py_XDECREF(told);
    free_text(&text);
    return found;
}

/* ---- tools beside words of firms ---- */

static int is_slot(PyObject *slot, PyObject *mention, PyObject *wanted)
{
    PyObject *value = get_field(slot, mention);
    int yes = value ? value == wanted || PyObject_RichCompareBool(value, wanted, Py_EQ) : FAILED;
    Py_XDECREF(value);
    return yes;
}

/* Read a place of a mention; NOWHERE if it has none. */
static int read_place(PyObject *slot, PyObject *mention, const View *text, Py_ssize_t *place)
{
    PyObject *number = get_field(slot, mention);
    *place = number && number != Py_None ? PyLong_AsSsize_t(number) : NOWHERE;
    Py_XDECREF(number);
    if (!number || PyErr_Occurred()) return -1;
    if (NOWHERE <= *place && *place <= text->length) return 0;
    return PyErr_SetString(PyExc_ValueError, "a mention outside of the text"), -1;
}

/* own_products._is_beside */
static int is_beside(const Reader *self, const View *lower, PyObject *mention, PyObject *heads, PyObject *tails)
{
    Py_ssize_t start, end;
    int tool = is_slot(self->fields[KIND], mention, PyTuple_GET_ITEM(self->kinds, TOOL));
    if (tool != YES) return tool;
    PyObject *concept = get_field(self->fields[CONCEPT], mention);
    int linked = concept ? PyObject_IsTrue(concept) : FAILED;
    Py_XDECREF(concept);
    if (linked != YES) return linked;
    if (read_place(self->fields[START], mention, lower, &start) < 0) return FAILED;
    if (read_place(self->fields[END], mention, lower, &end) < 0) return FAILED;
    if (start == NOWHERE || end == NOWHERE) return NO;
    if (begins_any(lower, end, lower->length, heads) || ends_any(lower, 0, start, tails)) return YES;
    return is_slot(self->fields[SECTION], mention, PyTuple_GET_ITEM(self->sections, self->about));
}

static PyObject *Reader_tools_beside(Reader *self, PyObject *const *given, Py_ssize_t count)
{
    View lower;
    if (count != 4) return PyErr_Format(PyExc_TypeError, "tools_beside takes 4 arguments, not %zd", count);
    if (view(given[0], &lower) < 0 || check_words(given[2]) < 0 || check_words(given[3]) < 0) return NULL;
    PyObject *mentions = PySequence_Tuple(given[1]), *tools = mentions ? PyList_New(0) : NULL;
    for (Py_ssize_t i = 0; tools && i < PyTuple_GET_SIZE(mentions); i++) {
        PyObject *mention = PyTuple_GET_ITEM(mentions, i);
        int beside = is_beside(self, &lower, mention, given[2], given[3]);
        if (beside < 0 || (beside && PyList_Append(tools, mention) < 0)) Py_CLEAR(tools);
    }
    Py_XDECREF(mentions);
    return tools;
}

/* ---- building ---- */

/* What the sections say, by their names; the second half of them are silent. */
static int read_names(Reader *self)
{
    Py_ssize_t count = PyTuple_GET_SIZE(self->sections);
    if (!count || count > SECTIONS || count % 2)
        return PyErr_SetString(PyExc_ValueError, "too few or many sections"), -1;
    self->first_silent = (int)(count / 2);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyTuple_GET_ITEM(self->sections, i);
        self->preferred[i] = PyUnicode_CompareWithASCIIString(name, "preferred") == 0;
        self->required[i] = PyUnicode_CompareWithASCIIString(name, "requirements") == 0;
        self->barred[i] = PyUnicode_CompareWithASCIIString(name, "benefits") == 0 ||
                          PyUnicode_CompareWithASCIIString(name, "legal") == 0;
        if (i < self->first_silent && PyUnicode_CompareWithASCIIString(name, "other") == 0) self->other = (int)i;
        if (i < self->first_silent && PyUnicode_CompareWithASCIIString(name, "about") == 0) self->about = (int)i;
    }
    return 0;
}

static int read_fields(Reader *self, PyTypeObject *concept)
{
    static const char *const names[FIELDS] = {"kind", "concept",  "label",   "start",
                                              "end",  "strength", "section", "extractor"};
    for (int i = 0; i < FIELDS; i++)
        if (!(self->fields[i] = slot_of(self->mention, names[i]))) return -1;
    if (!(self->concept_id = slot_of(concept, "id"))) return -1;
    if (!(self->concept_label = slot_of(concept, "label"))) return -1;
    return (self->concept_kind = slot_of(concept, "kind")) ? 0 : -1;
}

static int check_names(Reader *self)
{
    PyObject *words[] = {self->sections, self->kinds, self->strengths, self->extractors, self->workers,
                         self->crafts, self->ahead, self->links, self->industry};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (check_words(words[i]) < 0) return -1;
    if (self->packed != Py_None && (!PyType_Check(self->packed) ||
                                    ((PyTypeObject *)self->packed)->tp_itemsize != (Py_ssize_t)sizeof(PackedHit)))
        return PyErr_SetString(PyExc_TypeError, "packed is the type of packed hits"), -1;
    if (PyTuple_GET_SIZE(self->kinds) == KIND_COUNT && PyTuple_GET_SIZE(self->strengths) == STRENGTHS &&
        PyTuple_GET_SIZE(self->extractors) == EXTRACTORS)
        return 0;
    return PyErr_SetString(PyExc_ValueError, "six kinds, three strengths and three extractors"), -1;
}

static PyObject *Reader_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *names[] = {"mention",    "concept", "sections", "kinds", "strengths",
                            "extractors", "workers", "crafts",   "ahead", "links",
                            "industry",   "is_torn", "has_words", "is_degree", "is_given",
                            "packed",     NULL};
    PyTypeObject *mention, *concept;
    PyObject *given[14];
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!O!OOOOOOOOOOOOOO:Reader", names, &PyType_Type, &mention,
                                     &PyType_Type, &concept, given, given + 1, given + 2, given + 3, given + 4,
                                     given + 5, given + 6, given + 7, given + 8, given + 9, given + 10, given + 11,
                                     given + 12, given + 13))
        return NULL;
    Reader *self = (Reader *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    PyObject **kept[] = {&self->sections, &self->kinds, &self->strengths, &self->extractors, &self->workers,
                         &self->crafts, &self->ahead, &self->links, &self->industry, &self->is_torn,
                         &self->has_words, &self->is_degree, &self->is_given, &self->packed};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) *kept[i] = Py_NewRef(given[i]);
    self->mention = (PyTypeObject *)Py_NewRef((PyObject *)mention);
    if (check_names(self) < 0 || read_names(self) < 0 || read_fields(self, concept) < 0) Py_CLEAR(self);
    return (PyObject *)self;
}

/* ---- the type and the module ---- */

static int Reader_traverse(Reader *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->mention);
    for (int i = 0; i < FIELDS; i++) Py_VISIT(self->fields[i]);
    PyObject *kept[] = {self->concept_id, self->concept_label, self->concept_kind, self->is_torn,
                        self->has_words, self->is_degree, self->is_given, self->packed};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) Py_VISIT(kept[i]);
    return 0;
}

static void Reader_dealloc(Reader *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (int i = 0; i < FIELDS; i++) Py_XDECREF(self->fields[i]);
    PyObject *kept[] = {self->concept_id, self->concept_label, self->concept_kind, self->sections, self->kinds,
                        self->strengths, self->extractors, self->workers, self->crafts, self->ahead, self->links,
                        self->industry, self->is_torn, self->has_words, self->is_degree, self->is_given,
                        self->packed, (PyObject *)self->mention};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) Py_XDECREF(kept[i]);
    type->tp_free(self);
    Py_DECREF(type);
}

#define FAST(method) (PyCFunction)(void (*)(void))(method)

static PyMethodDef reader_methods[] = {
    {"labels", FAST(Reader_labels), METH_FASTCALL, "Mentions of concepts other than activities."},
    {"activities", FAST(Reader_activities), METH_FASTCALL, "Duties in order."},
    {"unseen", FAST(Reader_unseen), METH_FASTCALL, "Mentions of what the tagger told."},
    {"tools_beside", FAST(Reader_tools_beside), METH_FASTCALL, "Tools beside the first or last letters of words."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot reader_slots[] = {
    {Py_tp_doc, "Reads labels and duties in texts that a scanner has been through."},
    {Py_tp_new, Reader_new},
    {Py_tp_dealloc, Reader_dealloc},
    {Py_tp_traverse, Reader_traverse},
    {Py_tp_methods, reader_methods},
    {0, NULL},
};

static PyType_Spec reader_spec = {
    .name = "rolescope._labels.Reader",
    .basicsize = sizeof(Reader),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = reader_slots,
};

static int labels_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &reader_spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Reader", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot labels_slots[] = {
    {Py_mod_exec, labels_exec},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef labels_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_labels",
    .m_doc = "The native reader of rolescope.extract.labels and rolescope.extract.activities.",
    .m_slots = labels_slots,
};

PyMODINIT_FUNC PyInit__labels(void) { return PyModuleDef_Init(&labels_module); }
