"""Open data of the public list: downloads, feed, sitemaps and a read-only API.

Everything here is public by law (UU 14/2008 Pasal 9 to 11), the same for everybody and free of
personal data: it is made of published items only, of the titles, grounds and periods of
exclusions, and of counts. The names in it are a contract with those who read it by machine:
they are Indonesian like the list itself, and do not follow the language of the page.
"""
