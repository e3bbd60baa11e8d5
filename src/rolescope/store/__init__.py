"""Where evidence is kept and read from.

``commit.Store`` writes a workspace; ``evidence.Evidence`` answers questions over layers (a workspace
above the bundled evidence); ``snapshot.FolderLayer`` is a read-only folder of Parquet files;
``duplicates.ClusterIndex`` finds postings that are one ad; ``rows`` turns values into tables and back.
Only ``delta`` knows Delta Lake, only ``database`` knows DuckDB.
"""
