from qa_app.retrieval.words import bigrams, search_terms, stem, stems


def test_terms_leave_out_the_grammar_of_a_question() -> None:
    assert search_terms("When did Japan give the six boats to Vietnam?") == [
        "japan",
        "give",
        "six",
        "boats",
        "vietnam",
    ]


def test_a_question_of_stopwords_only_is_searched_whole() -> None:
    assert search_terms("Who was it?") == ["who", "was", "it"]


def test_stems_meet_across_inflections() -> None:
    assert stem("vessels") == stem("vessel")
    assert stems("Boats, boat") == ["boat", "boat"]


def test_bigrams_are_neighbours() -> None:
    assert bigrams(["a", "b", "c"]) == {("a", "b"), ("b", "c")}
    assert bigrams([]) == set()
