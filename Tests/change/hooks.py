"""The pre-commit hook and the CI step, in a repository of their own."""

import os
import pathlib
import shutil
import subprocess

from trying import DAY, SECUREGEN, Home, stack

HERE = pathlib.Path(__file__).resolve().parent


def hooks(counter):
    with Home() as home:
        environment = {
            **os.environ, "SECUREGEN": SECUREGEN, "HOME": str(home.path), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t",
            "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t"}

        def git(*arguments):
            return subprocess.run(["git", *arguments], cwd=home.path, env=environment, capture_output=True, text=True, check=False)

        def build():
            return home.run("build", *DAY, "stacks/").returncode

        git("init", "-q")
        (home.path / "stacks" / "shop").mkdir(parents=True)
        os.rename(home.path / "web", home.path / "stacks" / "shop" / "web")
        home.write("stacks/shop/stack.yaml", stack(2, "one"))
        shutil.copy(HERE / "pre-commit", home.path / ".git" / "hooks" / "pre-commit")
        git("add", "stacks")
        result = git("commit", "-qm", "stack alone")
        counter.check("a stack without its output is refused", result.returncode != 0 and "missing  Generated/shop/run.sh" in result.stdout + result.stderr, result.stderr)
        counter.equal("the build", build(), 0)
        git("add", "Generated")
        result = git("commit", "-qm", "stack and output")
        counter.equal("a stack with its output is taken", (result.returncode, result.stderr), (0, ""))
        home.write("stacks/shop/stack.yaml", stack(2, "two"))
        git("add", "stacks")
        counter.check("a changed stack without a new build is refused", git("commit", "-qm", "drift").returncode != 0)
        build()
        counter.check("nor is one whose build is not added: the index counts", git("commit", "-qm", "not added").returncode != 0)
        git("add", "--all", "Generated")
        counter.equal("with its build it is taken", git("commit", "-qm", "both").returncode, 0)
        (home.path / "Generated" / "shop" / "run.sh").write_text("edited")
        counter.equal("an edit that is not added is no commit's business", git("commit", "-q", "--allow-empty", "-m", "empty").returncode, 0)
        git("add", "Generated")
        result = git("commit", "-qm", "edited")
        counter.check("an edit of the output is refused", result.returncode != 0 and "edited" in result.stdout + result.stderr, result.stderr)

        # The CI step, as the README has it, in a fresh checkout under the umask that gives groups the right to write.
        git("reset", "-q", "--hard")
        step = (HERE / "ci-step.sh").read_text()
        checkout = home.path / "checkout"

        def continuous_integration():
            shutil.rmtree(checkout, ignore_errors=True)
            script = 'umask 002 && git clone -q . checkout && cd checkout && PATH="$1:$PATH" && . "$2"'
            bin_folder = home.path / "bin"
            bin_folder.mkdir(exist_ok=True)
            if not (bin_folder / "securegen").exists():
                (bin_folder / "securegen").symlink_to(SECUREGEN)
            return subprocess.run(
                ["bash", "-e", "-c", script, "bash", str(bin_folder), str(HERE / "ci-step.sh")], cwd=home.path, env=environment, capture_output=True, text=True,
                check=False)

        counter.check("the CI step is one a workflow can hold", "securegen build --check" in step)
        result = continuous_integration()
        counter.equal("the CI step on a clean checkout", (result.returncode, result.stderr, result.stdout), (0, "", ""))
        home.write("stacks/shop/stack.yaml", stack(2, "three"))
        git("add", "stacks")
        git("commit", "-q", "--no-verify", "-m", "past the hook")
        result = continuous_integration()
        counter.check("the CI step finds what went past the hook", result.returncode == 1 and "stale    Generated/shop/run.sh" in result.stdout, result.stdout + result.stderr)
        home.write("stacks/shop/stack.yaml", stack(2, "three").replace("tier: frontend", "tier: front"))
        git("commit", "-q", "--no-verify", "-am", "broken")
        result = continuous_integration()
        counter.check("and annotates an error for GitHub", result.returncode == 1 and "::error file=stacks/shop/stack.yaml" in result.stdout + result.stderr, result.stdout + result.stderr)
