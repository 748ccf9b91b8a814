//! Places in a row, web addresses, bank accounts.

use super::{check, check_in};

#[test]
fn places_in_english() {
    check(
        "ordinal",
        &[
            ("the second one", &["2"]),
            ("the first", &["1"]),
            ("the third, please", &["3"]),
            ("the third option", &["3"]),
            ("I'll take the fourth", &["4"]),
            ("the 2nd one", &["2"]),
            ("the 2nd", &["2?"]),
            ("2nd", &["2?"]),
            ("3rd", &["3?"]),
            ("11th", &["11?"]),
            ("the 21st item", &["21"]),
            ("the 101st entry", &["101"]),
            ("the twenty-first item", &["21"]),
            ("the thirty second entry", &["32"]),
            ("the fiftieth one", &["50"]),
            ("the hundredth item", &["100"]),
            ("the last one", &["-1"]),
            ("the last", &["-1"]),
            ("the second to last one", &["-2"]),
            ("the last but one", &["-2"]),
            ("the penultimate one", &["-2"]),
            ("the third to last", &["-3"]),
            ("the first one or the third one", &["1", "3"]),
            ("the first and the last", &["1", "-1"]),
            ("second", &["2?"]),
            ("fifth", &["5?"]),
            ("the sixth result", &["6"]),
            ("the seventh slot", &["7"]),
            ("the eighth is good", &["8"]),
            ("the ninth looks fine", &["9"]),
            ("the tenth would do", &["10"]),
            ("the eleventh from the list", &["11"]),
            ("the twelfth in the list", &["12"]),
            ("my second job", &["2?"]),
            ("first I would like to know", &["1?"]),
            ("my last name", &["-1?"]),
            ("the first Monday in May", &["1?"]),
            ("on the 4th of March", &["4?"]),
            ("one", &[]),
            ("two seconds", &[]),
            ("the best one", &[]),
            ("4", &[]),
        ],
    );
}

#[test]
fn places_in_italian() {
    check_in(
        "it",
        "ordinal",
        &[
            ("il secondo", &["2"]),
            ("la seconda", &["2"]),
            ("il primo", &["1"]),
            ("la prima", &["1"]),
            ("il terzo, grazie", &["3"]),
            ("la terza opzione", &["3"]),
            ("prendo il quarto", &["4"]),
            ("il quinto va bene", &["5"]),
            ("la sesta voce", &["6"]),
            ("il settimo", &["7"]),
            ("l'ottavo", &["8"]),
            ("il nono", &["9"]),
            ("la decima", &["10"]),
            ("l'undicesimo", &["11"]),
            ("il dodicesimo", &["12"]),
            ("la tredicesima", &["13"]),
            ("il ventesimo", &["20"]),
            ("il ventunesimo", &["21"]),
            ("la ventitreesima", &["23"]),
            ("il trentesimo", &["30"]),
            ("il centesimo", &["100"]),
            ("quello secondo me", &["2?"]),
            ("l'ultimo", &["-1"]),
            ("l'ultima", &["-1"]),
            ("il penultimo", &["-2"]),
            ("la penultima", &["-2"]),
            ("il terzultimo", &["-3"]),
            ("il primo e il terzo", &["1", "3"]),
            ("il primo o l'ultimo", &["1", "-1"]),
            ("2°", &["2?"]),
            ("il 2° della lista", &["2"]),
            ("la 3ª", &["3"]),
            ("la 3a opzione", &["3"]),
            ("il 2o", &["2"]),
            ("secondo", &["2?"]),
            ("terza", &["3?"]),
            ("il mio secondo lavoro", &["2?"]),
            ("secondo me", &["2?"]),
            ("prima di domani", &["1?"]),
            ("l'ultimo lavoro", &["-1?"]),
            ("uno", &[]),
            ("due secondi", &["2?"]),
            ("il migliore", &[]),
            ("4", &[]),
        ],
    );
}

#[test]
fn there_are_no_places_in_languages_without_words() {
    check_in("fi", "ordinal", &[("toinen", &[])]);
}

const ADDRESSES: &[(&str, &[&str])] = &[
    ("https://example.org", &["https://example.org"]),
    ("http://example.org/", &["http://example.org/"]),
    ("HTTPS://Example.ORG/Path", &["https://example.org/Path"]),
    ("www.example.org", &["https://www.example.org"]),
    ("WWW.Example.com", &["https://www.example.com"]),
    ("example.org", &["https://example.org"]),
    ("example.com.", &["https://example.com"]),
    ("(example.com)", &["https://example.com"]),
    ("<https://example.com/a>", &["https://example.com/a"]),
    ("https://example.com/a?b=c&d=e#f", &["https://example.com/a?b=c&d=e#f"]),
    ("https://example.com:8080/a", &["https://example.com:8080/a"]),
    ("http://localhost:3000", &["http://localhost:3000"]),
    ("http://192.168.0.1/admin", &["http://192.168.0.1/admin"]),
    ("ftp://files.example.net/pub", &["ftp://files.example.net/pub"]),
    ("https://example.com/a_(b)", &["https://example.com/a_(b)"]),
    ("(https://example.com/a)", &["https://example.com/a"]),
    ("https://example.com/a, https://example.com/b.", &["https://example.com/a", "https://example.com/b"]),
    ("\"https://example.com\"", &["https://example.com"]),
    ("sub.domain.example.co.uk", &["https://sub.domain.example.co.uk"]),
    ("https://münchen.example/straße", &["https://münchen.example/straße"]),
    ("linkedin.com/in/ada-lovelace", &["https://linkedin.com/in/ada-lovelace"]),
    ("github.io", &["https://github.io"]),
    ("my-site.dev", &["https://my-site.dev"]),
    ("shop24.shop", &["https://shop24.shop"]),
    ("esempio.it", &["https://esempio.it"]),
    ("www.esempio.it/contatti", &["https://www.esempio.it/contatti"]),
    ("https://example.com/2026/03/04", &["https://example.com/2026/03/04"]),
    ("example.com?q=1", &["https://example.com?q=1"]),
    ("example.com!", &["https://example.com"]),
    ("https://example.com/a:", &["https://example.com/a"]),
    ("https://example.com…", &["https://example.com"]),
    ("ada@example.org", &[]),
    ("ada@mail.example.org, example.com", &["https://example.com"]),
    ("3.14", &[]),
    ("4.5.2026", &[]),
    ("9.30", &[]),
    ("e.g. this", &[]),
    ("Hello.World", &[]),
    ("call me.It is late", &[]),
    ("http://", &[]),
    ("www.", &[]),
    ("192.168.0.1", &[]),
    ("p.m. tomorrow", &[]),
    ("version 1.2.3", &[]),
];

#[test]
fn web_addresses_are_kept_with_their_scheme() {
    check("url", ADDRESSES);
    check(
        "url",
        &[
            ("it is on example.com, I think", &["https://example.com"]),
            ("my page is www.example.org", &["https://www.example.org"]),
            ("see https://example.org/cv please", &["https://example.org/cv"]),
            ("call me.in case", &["https://me.in?"]),
        ],
    );
}

#[test]
fn web_addresses_in_italian() {
    check_in("it", "url", ADDRESSES);
    check_in(
        "it",
        "url",
        &[
            ("è su esempio.it, credo", &["https://esempio.it"]),
            ("la mia pagina è www.esempio.it", &["https://www.esempio.it"]),
            ("sono libero.se vuoi", &["https://libero.se?"]),
        ],
    );
}

const ACCOUNTS: &[(&str, &[&str])] = &[
    ("IT60X0542811101000000123456", &["IT60X0542811101000000123456"]),
    ("IT60 X054 2811 1010 0000 0123 456", &["IT60X0542811101000000123456"]),
    ("it60 x054 2811 1010 0000 0123 456", &["IT60X0542811101000000123456"]),
    ("IT60-X054-2811-1010-0000-0123-456", &["IT60X0542811101000000123456"]),
    ("IT60.X054.2811.1010.0000.0123.456", &["IT60X0542811101000000123456"]),
    ("IBAN: IT60X0542811101000000123456", &["IT60X0542811101000000123456"]),
    ("IT60X0542811101000000123456.", &["IT60X0542811101000000123456"]),
    ("(IT60X0542811101000000123456)", &["IT60X0542811101000000123456"]),
    ("DE89 3704 0044 0532 0130 00", &["DE89370400440532013000"]),
    ("GB82 WEST 1234 5698 7654 32", &["GB82WEST12345698765432"]),
    ("FR14 2004 1010 0505 0001 3M02 606", &["FR1420041010050500013M02606"]),
    ("ES91 2100 0418 4502 0005 1332", &["ES9121000418450200051332"]),
    ("CH93 0076 2011 6238 5295 7", &["CH9300762011623852957"]),
    ("AT61 1904 3002 3457 3201", &["AT611904300234573201"]),
    ("BE68 5390 0754 7034", &["BE68539007547034"]),
    ("NL91 ABNA 0417 1643 00", &["NL91ABNA0417164300"]),
    ("PT50 0002 0123 1234 5678 9015 4", &["PT50000201231234567890154"]),
    ("IE29 AIBK 9311 5212 3456 78", &["IE29AIBK93115212345678"]),
    ("LU28 0019 4006 4475 0000", &["LU280019400644750000"]),
    ("PL61 1090 1014 0000 0712 1981 2874", &["PL61109010140000071219812874"]),
    ("SE45 5000 0000 0583 9825 7466", &["SE4550000000058398257466"]),
    ("NO93 8601 1117 947", &["NO9386011117947"]),
    ("DK50 0040 0440 1162 43", &["DK5000400440116243"]),
    ("FI21 1234 5600 0007 85", &["FI2112345600000785"]),
    ("GR16 0110 1250 0000 0001 2300 695", &["GR1601101250000000012300695"]),
    ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", &["MT84MALT011000012345MTLCAST001S"]),
    ("SM86 U032 2509 8000 0000 0270 100", &["SM86U0322509800000000270100"]),
    ("VA59 0011 2300 0012 3456 78", &["VA59001123000012345678"]),
    ("HR12 1001 0051 8630 0016 0", &["HR1210010051863000160"]),
    ("CZ65 0800 0000 1920 0014 5399", &["CZ6508000000192000145399"]),
    ("HU42 1177 3016 1111 1018 0000 0000", &["HU42117730161111101800000000"]),
    ("RO49 AAAA 1B31 0075 9384 0000", &["RO49AAAA1B31007593840000"]),
    ("BE68539007547034 and DE89370400440532013000", &["BE68539007547034", "DE89370400440532013000"]),
    ("IT61X0542811101000000123456", &[]),
    ("IT60X0542811101000000123457", &[]),
    ("IT60X054281110100000012345", &[]),
    ("IT60X05428111010000001234567", &[]),
    ("XX60X0542811101000000123456", &[]),
    ("AIT60X0542811101000000123456", &[]),
    ("DE89", &[]),
    ("de 89 people", &[]),
    ("it 60", &[]),
];

#[test]
fn bank_accounts_have_right_check_digits() {
    check("iban", ACCOUNTS);
    check("iban", &[("my account is DE89 3704 0044 0532 0130 00, thanks", &["DE89370400440532013000"])]);
}

#[test]
fn bank_accounts_in_italian() {
    check_in("it", "iban", ACCOUNTS);
    check_in("it", "iban", &[("il mio conto è IT60 X054 2811 1010 0000 0123 456, grazie", &["IT60X0542811101000000123456"])]);
}

#[test]
fn digits_of_an_account_or_an_address_are_nothing_else() {
    check("number", &[("DE89 3704 0044 0532 0130 00", &[]), ("https://example.com/42", &[])]);
    check("phone", &[("DE89 3704 0044 0532 0130 00", &[])]);
    check("date", &[("https://example.com/2026/03/04", &[])]);
}
