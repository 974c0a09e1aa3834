"""Rules of home care and of what is measured at meetings. Pure: facts in, a plan or a word out."""
