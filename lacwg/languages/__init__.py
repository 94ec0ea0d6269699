"""What is said in the group's languages: records' own words, and ours around them. Pure."""
