# shellcheck shell=bash disable=SC2003,SC2034,SC2038,SC2050 # what people type, not what they should
# What a person does in a running container: run by `docker exec` with sh and with bash.
set -u
cd /tmp || exit 1
mkdir -p work/a && cd work || exit 1
echo one >f; cp f g; mv g h; ln -s h l; ln h hard; touch -d '2020-01-01' f; chmod 600 f; rm -f hard
cat f h | sort | uniq | wc -l | sed 's/1/2/' | grep -c 2
ls -la / /proc/self/fd >/dev/null 2>&1
find . -type f | xargs stat >/dev/null; head -n 1 f; tail -n 1 f; cut -c 1 f; tr a b <f
id; date; uname -a; hostname; env >/dev/null; df >/dev/null; du -s .; sleep 0.1; nproc; pwd -P
dd if=/dev/zero of=z bs=64k count=4 2>/dev/null; truncate -s 1000 z; sync z; cmp z z; md5sum z; readlink l; mktemp
tar cf t.tar f h; tar tf t.tar; gzip -k f; gunzip -c f.gz
timeout 1 sleep 0.1; (sleep 0.05 & wait); trap 'echo bye' TERM; kill -TERM $$; kill -0 $$
awk 'BEGIN { print 1 }'; test -r f && [ -d a ]; umask 077; ulimit -n; nice -n 1 true; nohup true 2>/dev/null; tee x <f; mkfifo p
cat <<END
here
END
( exec 3<f; read -r line <&3; echo "$line" ); diff f h; expr 1 + 1; seq 3; tty; ps 2>/dev/null; top -bn1 >/dev/null 2>&1
cat /proc/1/status /proc/mounts /proc/self/limits >/dev/null; getent hosts localhost; getent passwd 0
if [ -n "${BASH_VERSION-}" ]; then
    exec 4<>/dev/tcp/127.0.0.1/"${PROBE_PORT:-1}" && exec 4<&-
    diff <(echo a) <(echo b); coproc cat; printf '%(%s)T\n' -1; read -r -t 0.1 x </dev/zero; ulimit -a; echo {1..3} ./*; jobs; times; disown -a
    [[ abc =~ b ]]; mapfile -t lines <f; time true; wait -n 2>/dev/null; history; kill %1 2>/dev/null
fi
cd /; rm -rf /tmp/work
