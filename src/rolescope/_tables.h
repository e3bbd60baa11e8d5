/* Words and what they weigh, and features as they are looked up. */
#ifndef ROLESCOPE_TABLES_H
#define ROLESCOPE_TABLES_H
#include "_views.h"

#define LONGEST 240 /* bytes of a feature; phrases beyond half of that are scored in Python */

typedef struct {
    uint32_t hash, at; /* the word's bytes in the pool */
    uint16_t length;
    int16_t tool, skill; /* weights; of a word beside tools and skills, what it is and nothing */
} Entry;

typedef struct {
    Entry *entries;
    char *pool;      /* in UTF-8 */
    uint16_t *slots; /* open addressing: number of an entry plus one, or 0 */
    uint32_t mask, count, pool_size;
} Table;

typedef struct {
    char items[LONGEST]; /* in UTF-8 */
    Py_ssize_t count;
} Feature;

/* ---- tables ---- */

static uint32_t hash_of(const char *word, Py_ssize_t length)
{
    uint32_t hash = 2166136261u;
    for (Py_ssize_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)word[i]) * 16777619u;
    return hash ^ hash >> 15;
}

/* The entry of the word, or NULL. */
static Entry *look_up(const Table *table, const char *word, Py_ssize_t length)
{
    uint32_t hash = hash_of(word, length);
    for (uint32_t i = hash & table->mask; table->slots[i]; i = (i + 1) & table->mask) {
        Entry *entry = table->entries + table->slots[i] - 1;
        if (entry->hash == hash && entry->length == length && !memcmp(table->pool + entry->at, word, (size_t)length))
            return entry;
    }
    return NULL;
}

static int make_table(Table *table, Py_ssize_t count)
{
    uint32_t size = 64;
    if (count >= UINT16_MAX) return PyErr_SetString(PyExc_OverflowError, "too many words"), -1;
    while (size < 4 * (uint32_t)count) size *= 2; /* most look-ups find nothing, and three of four an empty slot */
    table->mask = size - 1;
    table->entries = PyMem_Calloc((size_t)count + 1, sizeof *table->entries);
    table->slots = PyMem_Calloc(size, sizeof *table->slots);
    table->pool = PyMem_Malloc((size_t)count * LONGEST + 1);
    return table->entries && table->slots && table->pool ? 0 : (PyErr_NoMemory(), -1);
}

/* The entry of the word, made if there is none; the table has room. */
static Entry *add_word(Table *table, PyObject *word)
{
    Py_ssize_t length;
    const char *written = PyUnicode_Check(word) ? PyUnicode_AsUTF8AndSize(word, &length) : NULL;
    if (!written || length >= LONGEST)
        return PyErr_Format(PyExc_ValueError, "no word, or a long one: %R", word), NULL;
    Entry *entry = look_up(table, written, length);
    if (entry) return entry;
    entry = table->entries + table->count++;
    *entry = (Entry){hash_of(written, length), table->pool_size, (uint16_t)length, 0, 0};
    memcpy(table->pool + table->pool_size, written, (size_t)length);
    table->pool_size += (uint32_t)length;
    uint32_t i = entry->hash & table->mask;
    while (table->slots[i]) i = (i + 1) & table->mask;
    table->slots[i] = (uint16_t)table->count;
    return entry;
}

static void shrink(Table *table)
{
    char *pool = PyMem_Realloc(table->pool, table->pool_size + 1);
    if (pool) table->pool = pool;
}

static void free_table(Table *table)
{
    PyMem_Free(table->entries);
    PyMem_Free(table->slots);
    PyMem_Free(table->pool);
}

/* ---- features, and words that are looked up as if they were some ---- */

static inline void put_byte(Feature *feature, Py_UCS4 byte)
{
    if (feature->count < LONGEST) feature->items[feature->count++] = (char)byte; /* no entry is as long */
}

static inline void put(Feature *feature, Py_UCS4 code)
{
    if (code < 0x80) {
        put_byte(feature, code);
        return;
    }
    if (code < 0x800) put_byte(feature, 0xC0 | code >> 6);
    else {
        if (code < 0x10000) put_byte(feature, 0xE0 | code >> 12);
        else {
            put_byte(feature, 0xF0 | code >> 18);
            put_byte(feature, 0x80 | (code >> 12 & 0x3F));
        }
        put_byte(feature, 0x80 | (code >> 6 & 0x3F));
    }
    put_byte(feature, 0x80 | (code & 0x3F));
}

static void put_ascii(Feature *feature, const char *text)
{
    for (; *text; text++) put_byte(feature, (Py_UCS4)*text);
}

static void put_bytes(Feature *feature, const char *bytes, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) put_byte(feature, (uint8_t)bytes[i]);
}

static void put_part(Feature *feature, const View *text, Py_ssize_t low, Py_ssize_t high)
{
    for (; low < high && feature->count < LONGEST; low++) put(feature, at(text, low));
}

static void put_str(Feature *feature, PyObject *word)
{
    View text = {word, PyUnicode_DATA(word), PyUnicode_GET_LENGTH(word), PyUnicode_KIND(word)};
    put_part(feature, &text, 0, text.length);
}

#endif
