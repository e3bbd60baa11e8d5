/* Cuts a posting into units and tells what each is about: sections._tell at the speed of the machine.
 *
 * Functions have the names of those in sections.py, which say why; units come from _headings.h. A Cutter never changes
 * after it is built; any number of threads may cut with it.
 */
#include "_headings.h"
#include <stddef.h>

/* ---- what units are about (sections) ---- */

typedef struct {
    unsigned headed;     /* parts that have a heading */
    int ruling, told;    /* by the last heading; by the last unit's own phrases */
    int awaited, below;  /* by a field whose value stands on the next line; what the unit before opened */
    int listed, begun;   /* whether the ruling part has had a list; whether more is said than the title's facts */
} State;

static inline int is_in(int part, unsigned set) { return part != NONE && set >> part & 1; }

static int is_sentence(const Job *job, Py_ssize_t left, Py_ssize_t end)
{
    Py_ssize_t blanks = 0, right = strip_spaces(&job->raw, left, end);
    if (end - left > job->cutter->limits[PARAGRAPH]) return 1;
    for (Py_ssize_t i = left; i < end; i++) blanks += at(&job->raw, i) == ' ';
    return blanks > 8 || ends_any(&job->raw, left, right, job->cutter->words[STOPS]);
}

static int has_money(const View *raw, Py_ssize_t left, Py_ssize_t end)
{
    for (Py_ssize_t i = left; i < end; i++) {
        Py_UCS4 code = at(raw, i);
        if (code != '$' && code != 0xA3 && code != 0x20AC) continue;
        Py_ssize_t next = i + 1 < end && is_space(at(raw, i + 1)) ? i + 2 : i + 1;
        if (next < end && Py_UNICODE_ISDECIMAL(at(raw, next))) return 1;
    }
    return 0;
}

static int speaks_of_role(const Job *job, Py_ssize_t left, Py_ssize_t end)
{
    if (stands(&job->raw, left, end, "this ", 0)) left += 5;
    if (stands(&job->raw, left, end, "the ", 0)) left += 4;
    return stands_any(&job->raw, left, end, job->cutter->words[OF_ROLE]);
}

static int is_lead_in(const View *raw, Py_ssize_t left, Py_ssize_t end)
{
    end = strip_spaces(raw, left, end);
    if (end == left) return 0;
    if (at(raw, end - 1) == ':') return 1;
    if (at(raw, end - 1) == '.') return 0;
    return has(raw, left, end, " the following ", 1);
}

static int begins_duty(Job *job, Py_ssize_t left)
{
    const View *raw = &job->raw;
    Py_ssize_t space = find_first(raw, ' ', left, smaller(left + 16, raw->length));
    if (job->failed || space <= left || !Py_UNICODE_ISUPPER(at(raw, left))) return 0;
    return is_true(job, PyObject_CallFunction(job->cutter->functions[BEGINS_DUTY], "On", raw->str, left));
}

static int is_item(const Job *job, const Unit *unit)
{
    const View *raw = &job->raw;
    Py_ssize_t left = unit->left, first = skip_spaces(raw, unit->start, left);
    if (first < left && (at(raw, first) > SIGNS || in_set(job->cutter, at(raw, first), BULLETS))) return 1;
    if (!Py_UNICODE_ISDECIMAL(at(raw, left)) || left + 2 >= raw->length || at(raw, left + 2) != ' ') return 0;
    return at(raw, left + 1) == '.' || at(raw, left + 1) == ')';
}

typedef struct {
    int count[PARTS];
    unsigned set;
} Groups;

static Groups groups_of(const Job *job, const Unit *unit)
{
    Groups groups = {{0}, 0};
    for (Py_ssize_t i = unit->first_line; i < unit->last_line; i++) {
        int part = job->cues[LINES].items[i].part;
        groups.count[part]++;
        groups.set |= BIT(part);
    }
    int closing = groups.count[BENEFITS] + groups.count[LEGAL] + groups.count[APPLY];
    if (unit->end - unit->left > job->cutter->limits[LONG_UNIT] && groups.count[REQUIREMENTS] + groups.count[DUTIES] > closing) {
        groups.set &= ~CLOSING; /* a whole posting in one line */
        groups.count[BENEFITS] = groups.count[LEGAL] = groups.count[APPLY] = 0;
    }
    return groups;
}

static int is_wish(Job *job, const Unit *unit)
{
    const Cue *cues = job->cues[LINES].items + unit->first_line;
    Py_ssize_t count = unit->last_line - unit->first_line;
    if (job->failed || has_part(cues, count, REQUIRED)) return 0;
    PyObject *list = cues_for_python(job, cues, count), *answer = NULL;
    if (list)
        answer = PyObject_CallFunction(job->cutter->functions[IS_WISH], "O(nnnOO)", job->raw.str, unit->start, unit->left,
                                       unit->end, Py_None, list);
    Py_XDECREF(list);
    return is_true(job, answer);
}

static int is_lead_in_wish(Job *job, const Unit *unit)
{
    Py_ssize_t end = strip_spaces(&job->raw, unit->left, unit->end);
    return end > unit->left && at(&job->raw, end - 1) == ':' && is_wish(job, unit);
}

static int told_by_groups(const Groups *groups, const State *state, int carried, int item, int loose)
{
    if (!loose || is_in(state->ruling, groups->set))
        return state->ruling == BENEFITS && item && is_in(REQUIREMENTS, groups->set) ? REQUIREMENTS : state->ruling;
    static const int asking[] = {REQUIREMENTS, DUTIES};
    for (int i = 0; i < 2; i++)
        if (is_in(asking[i], groups->set) && (item || is_in(carried, CLOSING) || !is_in(asking[i], state->headed)))
            return asking[i];
    if (carried != ABOUT && !is_in(ABOUT, groups->set)) return carried;
    return groups->set & ROLE_GROUPS ? PURPOSE : ABOUT;
}

static int told_by_phrases(Job *job, const Unit *unit, const State *state, int carried, int prose, int item)
{
    Groups groups = groups_of(job, unit);
    int ruling = state->ruling, loose = is_in(ruling, LOOSE) || prose;
    int wished = is_in(PREFERRED, groups.set) && carried != ABOUT && !is_in(carried, CLOSING);
    if (wished && is_lead_in_wish(job, unit)) return PREFERRED;
    if (groups.count[LEGAL] > !(loose || ruling == BENEFITS)) return LEGAL;
    if (groups.count[APPLY] > !(loose || is_in(ruling, CLOSING))) return APPLY;
    if (groups.count[BENEFITS] > !loose) return BENEFITS;
    if (wished && is_wish(job, unit)) return PREFERRED;
    return told_by_groups(&groups, state, carried, item, loose);
}

static void tell_heading(Job *job, Unit *unit, State *state)
{
    Py_ssize_t left = unit->left, end = unit->end;
    int field = job->cutter->field[unit->opened];
    if (field != NONE) {
        Py_ssize_t right = strip_set(job, left, end, TAIL);
        state->told = field;
        state->awaited = find_first(&job->raw, ':', left, right) >= 0 ? NONE : field;
        return;
    }
    if (unit->opened == REQUIREMENTS && state->below == PREFERRED && !asks_of_range(job, ASKS, left, end))
        unit->opened = PREFERRED;
    if (state->ruling == BENEFITS && asks_of_slice(job, GIVES, left, end)) unit->opened = BENEFITS;
    state->ruling = state->told = unit->opened;
    state->listed = 0;
    state->awaited = NONE;
}

/* What is carried to a unit without heading from those before it. */
static int carry(Job *job, const Unit *unit, const State *state, int item, int goes_on)
{
    Py_ssize_t left = unit->left, end = unit->end;
    int carried = state->ruling;
    if (goes_on && is_in(state->ruling, LOOSE) && state->told != ABOUT &&
        (item || state->told != BENEFITS || !speaks_of_role(job, left, end)))
        carried = state->told;
    if (carried == PURPOSE && !is_in(DUTIES, state->headed) && (item || begins_duty(job, left))) return DUTIES;
    return carried;
}

static void tell_line(Job *job, const Unit *unit, State *state)
{
    Py_ssize_t start = unit->start, left = unit->left, end = unit->end;
    int item = is_item(job, unit), goes_on = item || (start > 0 && at(&job->raw, start - 1) != '\n');
    state->told = carry(job, unit, state, item, goes_on);
    if (unit->first_line < unit->last_line) {
        int prose = state->listed && !item && end - start > job->cutter->limits[PARAGRAPH];
        state->told = told_by_phrases(job, unit, state, state->told, prose, item);
        if (state->told == PREFERRED && state->ruling != PREFERRED && is_lead_in(&job->raw, left, end))
            state->ruling = PREFERRED;
        else if (state->told != state->ruling && is_in(state->told, CLOSING) && !goes_on && !is_in(state->ruling, PROSE))
            state->ruling = OTHER;
    }
    state->listed |= item;
}

static void tell_unit(Job *job, Unit *unit, State *state)
{
    if (!state->begun) state->begun = unit->opened != NONE || is_sentence(job, unit->left, unit->end);
    if (unit->opened != NONE) {
        tell_heading(job, unit, state);
    } else if (state->awaited != NONE) {
        state->told = state->awaited;
        state->awaited = NONE;
    } else if (!state->begun) {
        state->told = has_money(&job->raw, unit->left, unit->end) ? BENEFITS : OTHER;
    } else {
        tell_line(job, unit, state);
    }
    state->below = unit->end - unit->start < job->cutter->limits[BARE] ? unit->opened : NONE;
}

static int add_part(const Job *job, PyObject *parts, Py_ssize_t start, int part)
{
    PyObject *pair = Py_BuildValue("nO", PyList_GET_SIZE(parts) ? start : 0, job->cutter->parts[part]);
    int failed = pair ? PyList_Append(parts, pair) : -1;
    Py_XDECREF(pair);
    return failed;
}

static PyObject *tell(Job *job)
{
    PyObject *parts = PyList_New(0);
    State state = {0, PURPOSE, PURPOSE, NONE, NONE, 0, 0};
    int last = NONE;
    for (Py_ssize_t i = 0; i < job->units.count; i++)
        if (job->units.items[i].opened != NONE) state.headed |= BIT(job->units.items[i].opened);
    for (Py_ssize_t i = 0; parts && i < job->units.count; i++) {
        Unit *unit = job->units.items + i;
        tell_unit(job, unit, &state);
        int failed = job->failed || (state.told != last && add_part(job, parts, unit->start, state.told) < 0);
        last = state.told;
        if (failed) Py_CLEAR(parts);
    }
    if (parts && !PyList_GET_SIZE(parts) && add_part(job, parts, 0, OTHER) < 0) Py_CLEAR(parts);
    return parts;
}

static PyObject *cut(Job *job)
{
    int failed = read_cues(job) < 0 || find_all_breaks(job) < 0 || find_ends(job) < 0 || read_units(job) < 0;
    return failed ? NULL : tell(job);
}

static PyObject *Cutter_cut(Cutter *self, PyObject *args)
{
    Job job = {.cutter = self};
    PyObject *raw;
    if (!PyArg_ParseTuple(args, "UO:cut", &raw, &job.by_class) || view(raw, &job.raw) < 0) return NULL;
    PyObject *parts = cut(&job);
    for (int i = 0; i < CLASSES; i++) PyMem_Free(job.cues[i].items);
    PyMem_Free(job.breaks.items);
    PyMem_Free(job.ends.items);
    PyMem_Free(job.units.items);
    return parts;
}

/* ---- building ---- */

static int read_function(Cutter *self, PyObject *rules, int i)
{
    self->functions[i] = PyMapping_GetItemString(rules, FUNCTION_NAMES[i]);
    if (!self->functions[i]) return -1;
    if (PyCallable_Check(self->functions[i])) return 0;
    return PyErr_Format(PyExc_TypeError, "%s is no function", FUNCTION_NAMES[i]), -1;
}

static int read_words(Cutter *self, PyObject *rules, int i)
{
    PyObject *words = self->words[i] = PyMapping_GetItemString(rules, WORD_NAMES[i]);
    if (!words || check_words(words) < 0) return -1;
    for (Py_ssize_t n = 0; n < PyTuple_GET_SIZE(words); n++)
        if (!PyUnicode_IS_ASCII(PyTuple_GET_ITEM(words, n)))
            return PyErr_Format(PyExc_ValueError, "not ASCII: %R", words), -1;
    return 0;
}

static int read_limit(Cutter *self, PyObject *rules, int i)
{
    PyObject *limit = PyMapping_GetItemString(rules, LIMIT_NAMES[i]);
    self->limits[i] = limit ? PyLong_AsSsize_t(limit) : -1;
    Py_XDECREF(limit);
    if (PyErr_Occurred()) return -1;
    return self->limits[i] > 0 ? 0 : (PyErr_Format(PyExc_ValueError, "%s is no length", LIMIT_NAMES[i]), -1);
}

static int read_signs(Cutter *self, PyObject *rules, int set)
{
    PyObject *signs = PyMapping_GetItemString(rules, SIGN_NAMES[set]);
    int failed = !signs || !PyUnicode_Check(signs);
    for (Py_ssize_t i = 0; !failed && i < PyUnicode_GET_LENGTH(signs); i++) {
        Py_UCS4 code = PyUnicode_READ_CHAR(signs, i);
        failed = code >= KNOWN && code != FILE_MARK;
        if (!failed) self->signs[code < KNOWN ? code : KNOWN] |= (uint8_t)(1u << set);
    }
    Py_XDECREF(signs);
    if (failed && !PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "%s are no known signs", SIGN_NAMES[set]);
    return failed ? -1 : 0;
}

/* The rank of parts, a number each; the part that is the value of a field, a part each. */
static int read_parts(Cutter *self, PyObject *ranks, PyObject *fields)
{
    Py_ssize_t place = 0;
    PyObject *name, *value;
    for (int i = 0; i < PARTS; i++) self->rank[i] = PARTS, self->field[i] = NONE;
    while (PyDict_Next(ranks, &place, &name, &value)) {
        int part = part_of(self, name);
        long rank = PyLong_AsLong(value);
        if (PyErr_Occurred()) return -1;
        self->rank[part] = rank < PARTS ? (int)rank : PARTS;
    }
    for (place = 0; PyDict_Next(fields, &place, &name, &value);) {
        int part = part_of(self, name), told = part == NONE ? NONE : part_of(self, value);
        if (told == NONE) return -1;
        self->field[part] = told;
    }
    return 0;
}

static int read_names(PyObject **names, const char *const *written, int count)
{
    for (int i = 0; i < count; i++)
        if (!(names[i] = PyUnicode_InternFromString(written[i]))) return -1;
    return 0;
}

/* None, or a type that lies in memory as _hits.h says. */
static int read_packed_type(Cutter *self, PyObject *rules)
{
    PyObject *type = self->packed_type = PyMapping_GetItemString(rules, "packed_type");
    if (!type || type == Py_None) return type ? 0 : -1;
    int fits = PyType_Check(type) && ((PyTypeObject *)type)->tp_basicsize == (Py_ssize_t)offsetof(PackedHits, items) &&
               ((PyTypeObject *)type)->tp_itemsize == (Py_ssize_t)sizeof(PackedHit);
    return fits ? 0 : (PyErr_Format(PyExc_TypeError, "packed hits are not of %R", type), -1);
}

static int read_rules(Cutter *self, PyObject *rules)
{
    int failed = read_names(self->parts, PART_NAMES, PARTS) < 0 || read_names(self->classes, CLASS_NAMES, CLASSES) < 0;
    for (int i = 0; !failed && i < FUNCTIONS; i++) failed = read_function(self, rules, i);
    for (int i = 0; !failed && i < WORDS; i++) failed = read_words(self, rules, i);
    for (int i = 0; !failed && i < LIMITS; i++) failed = read_limit(self, rules, i);
    for (int i = 0; !failed && i < SIGN_SETS; i++) failed = read_signs(self, rules, i);
    if (!failed) failed = read_packed_type(self, rules) < 0;
    PyObject *ranks = failed ? NULL : PyMapping_GetItemString(rules, "rank"), *fields = ranks ? PyMapping_GetItemString(rules, "fields") : NULL;
    failed = !fields || !PyDict_Check(ranks) || !PyDict_Check(fields) || read_parts(self, ranks, fields) < 0;
    if (failed && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "rank and fields are dicts");
    Py_XDECREF(ranks);
    Py_XDECREF(fields);
    return failed ? -1 : 0;
}

static PyObject *Cutter_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *names[] = {"rules", NULL};
    PyObject *rules;
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!:Cutter", names, &PyDict_Type, &rules)) return NULL;
    Cutter *self = (Cutter *)type->tp_alloc(type, 0);
    if (self && read_rules(self, rules) < 0) Py_CLEAR(self);
    return (PyObject *)self;
}

/* ---- the type and the module ---- */

static int Cutter_traverse(Cutter *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->packed_type);
    for (int i = 0; i < FUNCTIONS; i++) Py_VISIT(self->functions[i]);
    for (int i = 0; i < WORDS; i++) Py_VISIT(self->words[i]);
    return 0;
}

static int Cutter_clear(Cutter *self)
{
    Py_CLEAR(self->packed_type);
    for (int i = 0; i < FUNCTIONS; i++) Py_CLEAR(self->functions[i]);
    for (int i = 0; i < WORDS; i++) Py_CLEAR(self->words[i]);
    for (int i = 0; i < PARTS; i++) Py_CLEAR(self->parts[i]);
    for (int i = 0; i < CLASSES; i++) Py_CLEAR(self->classes[i]);
    return 0;
}

static void Cutter_dealloc(Cutter *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Cutter_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef cutter_methods[] = {
    {"cut", (PyCFunction)Cutter_cut, METH_VARARGS, "Where each part of the text starts, and what it is, by its cues."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot cutter_slots[] = {
    {Py_tp_doc, "Cuts postings into parts by the rules of rolescope.headings and rolescope.sections."},
    {Py_tp_new, Cutter_new},
    {Py_tp_dealloc, Cutter_dealloc},
    {Py_tp_traverse, Cutter_traverse},
    {Py_tp_methods, cutter_methods},
    {0, NULL},
};

static PyType_Spec cutter_spec = {
    .name = "rolescope._sections.Cutter",
    .basicsize = sizeof(Cutter),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = cutter_slots,
};

static int sections_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &cutter_spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Cutter", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot sections_slots[] = {
    {Py_mod_exec, sections_exec},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef sections_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_sections",
    .m_doc = "The native cutter of rolescope.sections.",
    .m_slots = sections_slots,
};

PyMODINIT_FUNC PyInit__sections(void) { return PyModuleDef_Init(&sections_module); }
