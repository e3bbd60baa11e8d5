/* Hits of a class that stay what the scanner found until somebody asks for one: a sequence of cues.Hit. */
#ifndef ROLESCOPE_HITS_H
#define ROLESCOPE_HITS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    Py_ssize_t start, end;
    PyObject *meaning; /* borrowed from what `owner` has */
} PackedHit;

typedef struct {
    PyObject_VAR_HEAD
    PyObject *owner;
    PackedHit items[];
} PackedHits;

#endif
