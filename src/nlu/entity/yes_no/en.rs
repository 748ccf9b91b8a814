//! English yes and no.

use super::Phrases;

pub(in super::super) static PHRASES: Phrases = Phrases {
    neither: "no comment, no comments, no idea, no clue, no matter, no one, never mind, nevermind, not sure, not certain, i dont know, i do not know, \
i dont understand, i do not understand, i do not get, i do not remember, i do not care, i do not mind, i dont get, i dont remember, i dont want to say, i dont care, i dont mind, i have a question, \
i have a problem, i have an issue, i have a doubt, i have questions, i have another question, i have some questions, \
i have to, i have been, not now, id rather not say, i would rather not say, id rather not tell, prefer not to say, \
i prefer not to say, id prefer not to say, id rather not answer, im not sure, i am not sure, im not certain, i am not certain, \
im not too sure, im not so sure, im not really sure, im not quite sure, im not entirely sure, not so sure, not too sure, not really sure, \
not quite sure, not entirely sure, im unsure, i am unsure, yes and no, yes no maybe, i cannot say yes, i cant say yes, i can not say yes, i wont say yes, i cannot say, i cannot tell, maybe, perhaps, dunno, i dunno, idk, i cant remember, i cant say, i cant tell, yes or no, y n, dont mention it, \
no preference, i cant find, i cannot find, i cant open, i cannot open, i cannot see, i can see, i have no idea, i have no clue, i have no preference",
    yes: "defo, yass, be my guest, sounds like a plan, i am agree, im agree, i am agreed, im agreed, yes, please proceed, you can proceed, you may proceed, you can go ahead, you may go ahead, you can send it, you may send it, \
send my application, send the application, submit my application, submit the application, forward it, forward my application, \
book it, book me in, book that, reserve it, order it, place the order, its all correct, its all right, its all there, all is correct, \
all is right, everything is right, everything is fine, i am content with that, im content with that, i am quite content with that, \
i am quite happy with that, thats it send it, ye whatever, i meant yes, i have no objection, i have no objections, no objection whatsoever, \
ok accept, okay accept, ok acept, yse, yeh, yh, ya sure, thats rite, that is rite, its all good, its all fine, \
thats ok, thats okay, its ok with me, its fine with me, thats fine with me, thats ok with me, ok with me, fine for me, ok by me, thats all good, \
im happy with that, i am happy with that, happy with that, im ok with that, im okay with that, im fine with that, i am ok with that, \
i am fine with that, go on then, send it over, send it off, send them, send away, no probs, no prob, no problems, i have no problem, i have no objection, \
i have no objections, i see no problem,  yas, yay, please go ahead, thats all correct, thats all right, everything looks, all fine, thats good, yep, \
yeah, yea, yup, yess, yesss, yah, aye, yessir, ok, okay, okey, okie, sure, sure thing, for sure, of course, ofc, \
certainly, definitely, absolutely, totally, indeed, exactly, precisely, thats right, that is right, thats correct, \
that is correct, its correct, it is correct, all correct, everything is correct, thats true, all good, all right, \
alright, looks good, looks right, looks fine, looks correct, looks great, it looks good, that looks good, \
that looks right, sounds good, sounds great, sounds fine, that sounds good, perfect, fine by me, fine with me, \
thats fine, that is fine, that works, works for me, affirmative, agreed, i agree, i accept, i consent, you bet, \
by all means, please do, yes please, go ahead, go for it, do it, send it, submit it, i confirm, no problem, \
no worries, no doubt, no objection, no objections, not a problem, with pleasure, gladly, happy to, id love to, \
id like that, i would love to, i guess so, i think so, i believe so, i suppose so, i hope so, i guess yes, \
i think yes, probably yes, mhm, mmhmm, uh huh, uhhuh, hell yes, hell yeah, oh yes, oh yeah, please send it, \
please send them",
    yes_or_statement: "please send, i do, i did, i have one, i have got, ive got, i got one, got one, i have it, i have a, i have an, \
i have my, i have the, i have both, i have had, i can, we do, we can, do have, have one, already have, i already have",
    yes_at_end: "you can store it, you may store it, you can keep it, you may keep it, you can save it, ya, ye, y, k, kk, course, cool, rite, go on, you can, you may, u can, u may, its fine, it is fine, its ok, its okay, spot on, correct, right, true, good, great, fine, fine then, send, proceed, book, positive, accept, accepted, agree, deal, please, submit, \
confirm, confirmed, why not, i suppose, i guess, roger, i have, i could, i will, i would, i am, im in, it is, they are, \
we have, we are, always, naturally, obviously, si, oui, ja",
    no: "nty, no, im not happy, i am not happy, im not ok, im not okay, im not fine, i object, i dont consent, i do not consent, i dont accept, \
i do not accept, i dont want that, i do not want that, not for me, thats not right, that is not right, dont store, do not store, id rather you didnt, please dont, please do not, im afraid i dont, im afraid i cant, im afraid i havent, nope, nah, naw, noo, nooo, no thanks, no thank you, no way, hell no, oh no, yeah no, of course not, absolutely not, \
certainly not, definitely not, surely not, not really, not yet, not at all, not at the moment, not right now, not currently, \
not anymore, not any more, not quite, not exactly, not correct, not right, not that i know, not true, probably not, \
unfortunately not, unfortunately no, sadly not, sadly no, im afraid not, i am afraid not, afraid not, sorry no, i dont, \
i do not, dont have, do not have, i didnt, i did not, i havent, i have not, havent, i have no, i have none, i have never, \
i cant, i cannot, i can not, i couldnt, i wont, i will not, i wouldnt, i would not, im not, i am not, we dont, we havent, \
it isnt, it is not, its not, thats not, that is not, thats wrong, that is wrong, never, i refuse, i decline, i disagree, \
i dont agree, i do not agree, id rather not, i would rather not, rather not, id prefer not to, i prefer not to, \
prefer not to, i dont think so, i do not think so, dont think so, i think not, i guess not, i suppose not, i hope not, \
i think no, dont do, dont send, do not send, nuh uh, lost it",
    no_at_end: "n, nay, not, non, nein, not today, not me, cannot, cant, wrong, incorrect, false, negative, none, nothing, refuse, decline, \
disagree, dont, do not, uh uh, nada",
    no_or_statement: "nothing, none, that is not, thats not, this is not, it is not, its not, it isnt, that isnt, this isnt",
    fillers: "just, pray, kindly, please, then, now, unfortunately, sadly, regrettably, luckily, fortunately, um, uh, uhm, erm, er, well, oh, ah, hm, hmm, so, and, but, sorry, hi, hello, hey, actually, honestly, thanks, lol, haha, \
tbh",
    chained: "thats it, thats all, ya, ye, k, kk, course, cool, rite, right, correct, true, good, great, fine",
    no_reservation: "but only for that purpose, but only for this purpose, only for that purpose, only for this purpose, \
for that purpose only, for this purpose only, but for that purpose only, but for this purpose only, but only for that, but only for this, \
only for that, only for this, for that only, for this only, no problem, no problem at all, no problems, no worries, no objection, no objections, why not",
    doubts: "not sure, not certain, unsure, dont know, do not know, dunno, idk, no idea, no clue, maybe, and no, yes and no, maybe not, perhaps not",
    after_doubt: "yet",
    reservations: "but, if, unless, only, except, however, although, though, instead, wait, actually, when, whether, provided, rather, \
before, until, without, not, no, dont, never",
};
