raise SystemExit("Stands for the upstream that the suite itself plays.")
