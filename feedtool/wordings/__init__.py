"""What pages say in the languages of the web: that they are not there, refuse, or name nothing. Texts, no pages."""
