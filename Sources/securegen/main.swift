print("securegen")
