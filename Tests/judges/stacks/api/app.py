print("judged, not run")
