-- What an application's database does: indexes, parallel plans, sorts on disk, vacuum, notifications, programs.
\set ON_ERROR_STOP 0
SET statement_timeout = '10s'; SET max_parallel_workers_per_gather = 4; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET work_mem = '64kB';
DROP TABLE IF EXISTS t; CREATE TABLE t (id serial PRIMARY KEY, body text, at timestamptz DEFAULT now());
INSERT INTO t (body) SELECT repeat(md5(i::text), 20) FROM generate_series(1, 3000) i;
CREATE INDEX ON t (body); CREATE INDEX ON t USING gin (to_tsvector('english', body)) WHERE id < 500; ANALYZE t;
SELECT count(*), max(body) FROM t; SELECT body FROM t ORDER BY md5(body) LIMIT 1; SELECT count(*) FROM t a JOIN t b USING (body);
DELETE FROM t WHERE id % 2 = 0; VACUUM (ANALYZE, PARALLEL 2) t; VACUUM FULL t; CLUSTER t USING t_pkey; REINDEX TABLE CONCURRENTLY t; CHECKPOINT;
LISTEN a; NOTIFY a, 'b'; BEGIN; LOCK TABLE t; SAVEPOINT s; ROLLBACK TO s; PREPARE TRANSACTION 'x'; ROLLBACK PREPARED 'x';
CREATE DATABASE copied; DROP DATABASE copied; COPY t TO '/tmp/t.copy'; COPY t (body) TO PROGRAM 'cat >/dev/null'; TRUNCATE t;
SELECT pg_switch_wal(); SELECT pg_reload_conf(); SELECT pg_rotate_logfile(); SELECT pg_stat_file('postgresql.conf'); SELECT * FROM pg_ls_waldir() LIMIT 1; SELECT pg_sleep(0.1);
SELECT lo_create(4242); SELECT lo_unlink(4242); SET statement_timeout = 20; SELECT pg_sleep(1); SET statement_timeout = '10s'; SELECT pg_backend_pid(), inet_server_addr();
CREATE UNLOGGED TABLE IF NOT EXISTS u AS SELECT 1; CREATE TEMP TABLE x AS SELECT generate_series(1, 10000); CREATE EXTENSION IF NOT EXISTS plpgsql; DO $$ BEGIN RAISE NOTICE 'n'; END $$;
SELECT pg_create_physical_replication_slot('s', true); SELECT pg_drop_replication_slot('s'); SELECT gen_random_uuid(); SELECT * FROM pg_stat_activity LIMIT 1; SELECT pg_prewarm('t');
