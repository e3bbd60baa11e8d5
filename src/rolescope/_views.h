/* Views of texts: their characters read and searched without making strings of them. */
#ifndef ROLESCOPE_VIEWS_H
#define ROLESCOPE_VIEWS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define NOWHERE (-1)

typedef struct {
    PyObject *str; /* borrowed */
    const void *data;
    Py_ssize_t length;
    int kind;
} View;

static inline int view(PyObject *str, View *out)
{
    if (!PyUnicode_Check(str)) return PyErr_Format(PyExc_TypeError, "a text is a str, not %R", Py_TYPE(str)), -1;
    *out = (View){str, PyUnicode_DATA(str), PyUnicode_GET_LENGTH(str), PyUnicode_KIND(str)};
    return 0;
}

static inline Py_UCS4 at(const View *text, Py_ssize_t place)
{
    return PyUnicode_READ(text->kind, text->data, place);
}

static inline Py_ssize_t larger(Py_ssize_t a, Py_ssize_t b) { return a > b ? a : b; }
static inline Py_ssize_t smaller(Py_ssize_t a, Py_ssize_t b) { return a < b ? a : b; }

/* What `\w` and `\s` of a pattern match. */
static inline int is_word(Py_UCS4 code)
{
    if (code < 128) return (code | 32) - 'a' < 26u || code - '0' < 10u || code == '_';
    return Py_UNICODE_ISALNUM(code);
}

static inline int is_space(Py_UCS4 code) { return Py_UNICODE_ISSPACE(code); }

/* The first place of the character in text[low:high], or NOWHERE. */
static inline Py_ssize_t find_first(const View *text, Py_UCS4 code, Py_ssize_t low, Py_ssize_t high)
{
    return low < high ? PyUnicode_FindChar(text->str, code, low, high, 1) : NOWHERE;
}

static inline Py_ssize_t find_last(const View *text, Py_UCS4 code, Py_ssize_t low, Py_ssize_t high)
{
    return low < high ? PyUnicode_FindChar(text->str, code, low, high, -1) : NOWHERE;
}

/* Whether text[place:high] begins with the word. */
static inline int begins(const View *text, Py_ssize_t place, Py_ssize_t high, PyObject *word)
{
    const View same = {word, PyUnicode_DATA(word), PyUnicode_GET_LENGTH(word), PyUnicode_KIND(word)};
    if (same.length > smaller(high, text->length) - place) return 0;
    for (Py_ssize_t i = same.length; i-- > 0;) /* from the end: many begin alike, with a space */
        if (at(text, place + i) != at(&same, i)) return 0;
    return 1;
}

/* Whether text[place:high] begins with one of the words, a tuple that `check_words` passed. */
static inline int begins_any(const View *text, Py_ssize_t place, Py_ssize_t high, PyObject *words)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++)
        if (begins(text, place, high, PyTuple_GET_ITEM(words, i))) return 1;
    return 0;
}

/* Whether text[low:stop] ends with one of the words. */
static inline int ends_any(const View *text, Py_ssize_t low, Py_ssize_t stop, PyObject *words)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++) {
        PyObject *word = PyTuple_GET_ITEM(words, i);
        Py_ssize_t place = stop - PyUnicode_GET_LENGTH(word);
        if (place >= low && begins(text, place, stop, word)) return 1;
    }
    return 0;
}

static inline int check_words(PyObject *words)
{
    int fine = PyTuple_Check(words);
    for (Py_ssize_t i = 0; fine && i < PyTuple_GET_SIZE(words); i++)
        fine = PyUnicode_Check(PyTuple_GET_ITEM(words, i));
    return fine ? 0 : (PyErr_Format(PyExc_TypeError, "words are a tuple of str, not %R", words), -1);
}

/* The descriptor of a class's slot. */
static inline PyObject *slot_of(PyTypeObject *type, const char *name)
{
    PyObject *slot = PyObject_GetAttrString((PyObject *)type, name);
    if (slot && Py_TYPE(slot) != &PyMemberDescr_Type) {
        PyErr_Format(PyExc_TypeError, "%R has no slot %s", type, name);
        Py_CLEAR(slot);
    }
    return slot;
}

static inline PyObject *get_field(PyObject *field, PyObject *of)
{
    return Py_TYPE(field)->tp_descr_get(field, of, (PyObject *)Py_TYPE(of));
}

/* Read for each place of a text, and its end, the number of its section; NULL if it is not parted. */
static inline int read_sections(PyObject *given, Py_ssize_t length, Py_ssize_t count, const uint8_t **sections)
{
    if (!PyBytes_Check(given)) return PyErr_SetString(PyExc_TypeError, "a map of sections is bytes"), -1;
    const uint8_t *map = (const uint8_t *)PyBytes_AS_STRING(given);
    Py_ssize_t size = PyBytes_GET_SIZE(given);
    uint8_t highest = 0;
    if (!size) return 0;
    for (Py_ssize_t i = 0; i < size; i++) highest = map[i] > highest ? map[i] : highest; /* no way out: vectors */
    *sections = map;
    if (size > length && highest < count) return 0;
    return PyErr_SetString(PyExc_ValueError, "a map of sections has a known section for every place"), -1;
}

static inline int append_new(PyObject *list, PyObject *item)
{
    int failed = !item || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

#endif
