/* Lower-cased and folded text in one pass: text.lower_same_length, cues.fold and text.part_sentences at the speed
 * of the machine.
 *
 * A Folder never changes after it is built; any number of threads may fold with it.
 */
#include "_views.h"

#define KNOWN 0x3000 /* codes below are looked up, others worked out */
#define SPACE 0x20u
#define STOP '.'
#define CAPITAL_SIGMA 0x3A3 /* its lower case hangs on what stands around it */
#define DOTTED_I 0x130      /* its lower case has two characters */
#define FIRST_PLANE 0xFFFFu

typedef struct {
    PyObject_HEAD
    PyObject *endings; /* a frozenset of str */
    uint16_t lower[KNOWN], folded[KNOWN]; /* by the code as written */
} Folder;

typedef struct {
    PyObject *raw;
    const void *data;
    Py_ssize_t length;
    void *lower, *folded; /* of the kind of `raw` */
} Job;

static Py_UCS4 lower_of(Py_UCS4 code)
{
    return code == DOTTED_I ? code : Py_UNICODE_TOLOWER(code);
}

static Py_UCS4 folded_of(Py_UCS4 lower)
{
    return lower <= FIRST_PLANE && Py_UNICODE_ISALNUM(lower) ? lower : SPACE;
}

static inline Py_UCS4 fold_code(const Folder *self, Py_UCS4 code)
{
    return code < KNOWN ? self->folded[code] : folded_of(lower_of(code));
}

static inline int is_capital(Py_UCS4 code) { return code - 'A' < 26u; }
static inline int is_small(Py_UCS4 code) { return code - 'a' < 26u; }

/* Whether the full stop parts two sentences that feeds have glued: "in Excel.Must have", but not "Node.Js". */
static int is_glued(const Folder *self, const Job *job, Py_ssize_t stop)
{
    const View raw = {job->raw, job->data, job->length, PyUnicode_KIND(job->raw)};
    Py_ssize_t end = stop + 3;
    if (end > raw.length || !is_capital(at(&raw, stop + 1)) || !is_small(at(&raw, stop + 2))) return 0;
    if (stop == 0 || !Py_UNICODE_ISLOWER(at(&raw, stop - 1))) return 0;
    while (end < raw.length && is_small(at(&raw, end))) end++;
    PyObject *word = PyUnicode_Substring(job->raw, stop, end);
    int known = word ? PySet_Contains(self->endings, word) : -1;
    Py_XDECREF(word);
    return known < 0 ? -1 : !known;
}

/* Fold a run of full stops: pairs become spaces, and so does the last one where it ends a word. Gives its end. */
static inline Py_ssize_t fold_stops(const Folder *self, const Job *job, int kind, Py_ssize_t start)
{
    Py_ssize_t end = start + 1;
    while (end < job->length && PyUnicode_READ(kind, job->data, end) == STOP) end++;
    for (Py_ssize_t i = start; i < end; i++) {
        PyUnicode_WRITE(kind, job->lower, i, STOP);
        PyUnicode_WRITE(kind, job->folded, i, SPACE);
    }
    if ((end - start) % 2 == 0 || end == job->length) return end;
    if (fold_code(self, PyUnicode_READ(kind, job->data, end)) == SPACE) return end;
    int glued = is_glued(self, job, end - 1);
    if (!glued) PyUnicode_WRITE(kind, job->folded, end - 1, STOP);
    return glued < 0 ? -1 : end;
}

/* 1: done; 0: its lower case is a matter for Python; -1: an error. */
static inline int fold_all(const Folder *self, const Job *job, int kind, Py_UCS4 highest)
{
    for (Py_ssize_t i = 0; i < job->length;) {
        Py_UCS4 code = PyUnicode_READ(kind, job->data, i);
        if (code == STOP) {
            if ((i = fold_stops(self, job, kind, i)) < 0) return -1;
            continue;
        }
        Py_UCS4 lower = code < KNOWN ? self->lower[code] : lower_of(code);
        if (code == CAPITAL_SIGMA || lower > highest) return 0;
        PyUnicode_WRITE(kind, job->lower, i, lower);
        PyUnicode_WRITE(kind, job->folded, i, fold_code(self, code));
        i++;
    }
    return 1;
}

static PyObject *hand_out(const Job *job)
{
    int kind = PyUnicode_KIND(job->raw);
    PyObject *lower = PyUnicode_FromKindAndData(kind, job->lower, job->length);
    PyObject *folded = lower ? PyUnicode_FromKindAndData(kind, job->folded, job->length) : NULL;
    PyObject *both = folded ? PyTuple_Pack(2, lower, folded) : NULL;
    Py_XDECREF(lower);
    Py_XDECREF(folded);
    return both;
}

static PyObject *Folder_fold(Folder *self, PyObject *raw)
{
    if (!PyUnicode_Check(raw)) return PyErr_Format(PyExc_TypeError, "a text is a str, not %R", Py_TYPE(raw));
    int kind = PyUnicode_KIND(raw), done;
    Job job = {raw, PyUnicode_DATA(raw), PyUnicode_GET_LENGTH(raw), NULL, NULL};
    size_t size = (size_t)job.length * (size_t)kind; /* a kind is its bytes a character */
    if (size > PY_SSIZE_T_MAX / 2) return PyErr_NoMemory();
    char *buffer = PyMem_Malloc(2 * size + 1);
    if (!buffer) return PyErr_NoMemory();
    job.lower = buffer;
    job.folded = buffer + size;
    switch (kind) { /* a constant kind makes each its own loop */
    case PyUnicode_1BYTE_KIND: done = fold_all(self, &job, PyUnicode_1BYTE_KIND, 0xFF); break;
    case PyUnicode_2BYTE_KIND: done = fold_all(self, &job, PyUnicode_2BYTE_KIND, 0xFFFF); break;
    default: done = fold_all(self, &job, PyUnicode_4BYTE_KIND, 0x10FFFF);
    }
    PyObject *both = done < 0 ? NULL : done ? hand_out(&job) : Py_NewRef(Py_None);
    PyMem_Free(buffer);
    return both;
}

/* ---- building ---- */

/* Enter what the character is folded to; what is not in the tables is a space, as without an entry. */
static int enter(Folder *self, PyObject *code, PyObject *replacement)
{
    unsigned long from = PyLong_AsUnsignedLong(code);
    if (PyErr_Occurred()) return -1;
    int fine = PyUnicode_Check(replacement) && PyUnicode_GET_LENGTH(replacement) == 1;
    Py_UCS4 to = fine ? PyUnicode_READ_CHAR(replacement, 0) : 0;
    fine = fine && from != STOP && to != STOP && to <= 0xFF && (from < KNOWN || (to == SPACE && from <= 0x10FFFF));
    if (!fine || (from >= KNOWN && folded_of((Py_UCS4)from) != SPACE))
        return PyErr_Format(PyExc_ValueError, "%R cannot be folded to %R", code, replacement), -1;
    if (from < KNOWN) self->folded[from] = (uint16_t)to;
    return 0;
}

static int fill(Folder *self, PyObject *table)
{
    for (Py_UCS4 code = 0; code < KNOWN; code++) {
        Py_UCS4 lower = lower_of(code);
        self->lower[code] = (uint16_t)(lower <= FIRST_PLANE ? lower : code);
        self->folded[code] = (uint16_t)(code < 0x80 ? code : folded_of(code));
    }
    Py_ssize_t at = 0;
    PyObject *code, *replacement;
    while (PyDict_Next(table, &at, &code, &replacement))
        if (enter(self, code, replacement) < 0) return -1;
    for (Py_UCS4 i = 0; i < KNOWN; i++) {
        Py_UCS4 lower = self->lower[i];
        self->folded[i] = lower < KNOWN ? self->folded[lower] : (uint16_t)folded_of(lower);
    }
    return 0;
}

static PyObject *Folder_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *names[] = {"table", "endings", NULL};
    PyObject *table, *endings;
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!O!:Folder", names, &PyDict_Type, &table, &PyFrozenSet_Type,
                                     &endings))
        return NULL;
    Folder *self = (Folder *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    self->endings = Py_NewRef(endings);
    if (fill(self, table) < 0) Py_CLEAR(self);
    return (PyObject *)self;
}

/* ---- the type and the module ---- */

static int Folder_traverse(Folder *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->endings);
    return 0;
}

static void Folder_dealloc(Folder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->endings);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef folder_methods[] = {
    {"fold", (PyCFunction)Folder_fold, METH_O,
     "The text in lower case and folded; None where Python has to find the lower case."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot folder_slots[] = {
    {Py_tp_doc, "Folds texts by a table: code of a character in lower case, what it is folded to."},
    {Py_tp_new, Folder_new},
    {Py_tp_dealloc, Folder_dealloc},
    {Py_tp_traverse, Folder_traverse},
    {Py_tp_methods, folder_methods},
    {0, NULL},
};

static PyType_Spec folder_spec = {
    .name = "rolescope._text.Folder",
    .basicsize = sizeof(Folder),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = folder_slots,
};

static int text_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &folder_spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Folder", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot text_slots[] = {
    {Py_mod_exec, text_exec},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef text_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_text",
    .m_doc = "The native folder of rolescope.text.",
    .m_slots = text_slots,
};

PyMODINIT_FUNC PyInit__text(void) { return PyModuleDef_Init(&text_module); }
