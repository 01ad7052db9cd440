securegen build --check --format github stacks/
