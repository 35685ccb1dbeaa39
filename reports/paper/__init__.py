"""Reports on paper: a page's own words and pictures, set as a tagged PDF.

The templates of the page are the one source of the sentences, so no channel can say more.
"""
