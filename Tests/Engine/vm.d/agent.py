"""In the virtual machine: runs one command after another for the test outside, over a virtio port. A line of JSON each way."""
import json
import os
import subprocess
import time

PORT = os.open("/dev/virtio-ports/securegen", os.O_RDWR)


def say(**fields):
    data = (json.dumps(fields) + "\n").encode()
    while data:
        data = data[os.write(PORT, data):]


def run(words, timeout):
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        return 124, (late.stdout or b"") + b"\nnot done after %d s" % timeout
    except OSError as error:
        return 127, str(error).encode()


def main():
    with open("/proc/sys/kernel/random/boot_id") as file:
        say(boot=file.read().strip())
    pending = b""
    while True:
        got = os.read(PORT, 65536)
        if not got:
            time.sleep(0.1)  # nobody is connected outside
        pending += got
        while b"\n" in pending:
            line, pending = pending.split(b"\n", 1)
            order = json.loads(line)
            status, output = run(order["words"], order["timeout"])
            say(number=order["number"], status=status, output=output.decode(errors="replace"))


main()
