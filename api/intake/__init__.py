"""From the bytes of a return to rows, findings and counts.

`reading` makes rows of any format, in the common words; `words` proposes what an agency's own stand
for; `identifying` finds direct identifiers; `watches` judge rows beside each other; the modules
here judge a file with all of them. Pure: a stream is read and the datasets are known; storing what
is found is the returns service's work.
"""
