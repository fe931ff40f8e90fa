"""The sample archive of Deedbox: invented parties, real clauses, one consistent set of papers and its ledger."""
