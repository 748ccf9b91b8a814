//! Spanish yes and no. `sí` and the "if" `si` fold to the same word, and most people write the yes without its accent: what begins
//! with the "if" stands under `neither`.

use super::Phrases;

pub(in super::super) static PHRASES: Phrases = Phrases {
    neither: "no se, no lo se, nose, nolose, no sabria, no sabria decir, no sabria decirle, ni idea, no tengo idea, no tengo ni idea, quizas, quiza, tal vez, talvez, \
a lo mejor, puede, puede ser, puede que si, puede que no, puede que, a saber, quien sabe, vete a saber, no estoy seguro, no estoy segura, no estoy muy seguro, no estoy muy segura, \
no estoy del todo seguro, no estoy del todo segura, no muy seguro, no muy segura, no lo tengo claro, no tengo claro, no entiendo, no lo entiendo, no he entendido, no entendi, \
no recuerdo, no me acuerdo, no importa, no me importa, me da igual, da igual, me es indiferente, es igual, lo mismo da, depende, si y no, si o no, ni si ni no, ni una cosa ni otra, \
prefiero no decirlo, prefiero no contestar, prefiero no responder, preferiria no decirlo, no quiero decirlo, no quiero contestar, no quiero responder, tengo una pregunta, \
tengo otra pregunta, tengo preguntas, tengo una duda, tengo dudas, tengo una consulta, tengo un problema, tengo miedo, tengo que, no encuentro, no lo encuentro, no puedo encontrar, \
no puedo abrir, ahora no, de momento no se, no ahora, si puede ser, si podria ser, si se puede, si es posible, si fuera posible, si hay, si hubiera, si tienen, \
si tiene, si teneis, si no, si no puedo, si no hay, si no es, si me, si te, si le, si les, si no me, si quiere, si quieres, si quieren, si acaso, si llego, si es que, si eso, \
ya veremos, ya vere, a ver, estoy dudando, lo estoy pensando, no puedo decir que si, no digo que si, de nada, no pasa nada, tampoco lo se, dejelo, dejalo",
    yes: "si, ahora si, esta vez si, sii, sip, sep, sipi, sisi, si si, si claro, claro, claro que si, clarosi, pues si, pues claro, ah si, oh si, uy si, ay si, si gracias, si por favor, si porfa, si senor, si senora, si me va bien, si me viene bien, si me parece bien, si me gusta, si me gustaria, si me interesa, si es, si lo es, si tengo, si puedo, si quiero, si acepto, si correcto, si todo bien, como no, \
por supuesto, por supuesto que si, desde luego, desde luego que si, efectivamente, en efecto, asi es, eso es, eso mismo, exacto, exactamente, cierto, es cierto, es correcto, \
esta correcto, todo correcto, esta todo correcto, esta bien, esta todo bien, todo bien, todo esta bien, todo perfecto, esta perfecto, correcto, correctisimo, perfecto, perfectamente, estupendo, genial si, vale, valee, vale gracias, vale perfecto, vale si, \
ok, okay, okey, oki, okis, okay gracias, ok gracias, de acuerdo, estoy de acuerdo, deacuerdo, conforme, estoy conforme, totalmente de acuerdo, muy bien, me parece bien, me parece perfecto, me parece correcto, me parece estupendo, me va bien, me va perfecto, \
me viene bien, me viene genial, me vale, a mi me va bien, por mi si, por mi bien, por mi vale, por mi esta bien, por mi perfecto, por mi no hay problema, sin problema, sin problemas, no hay problema, ningun problema, no problem, sin duda, sin ninguna duda, \
sin dudarlo, con gusto, con mucho gusto, encantado, encantada, con placer, me encantaria, me gustaria, acepto, acepto encantado, lo acepto, consiento, doy mi consentimiento, doy el consentimiento, doy mi permiso, autorizo, les autorizo, \
lo autorizo, confirmo, lo confirmo, confirmo todo, confirmado, apruebo, dale, dale pues, venga, venga si, venga vale, adelante, siga adelante, sigue adelante, sigamos, proceda, procedan, procede, \
puede enviar, puede enviarlo, puede enviarla, puede mandarlo, puede mandarla, pueden reservar, pueden reservarla, pueden reservarlo, puede reservarlo, pueden enviar, pueden enviarlo, pueden enviarla, puedes enviar, puedes enviarlo, puedes enviarla, puedes mandarlo, puedes mandarla, puede reservar, puede reservarla, \
puedes reservar, reserve, reservela, reservelo, reservala, reservalo, envie, envielo, enviela, enviala, envialo, envienlo, mandelo, mandela, mandalo, mandala, mande, hagalo, hazlo, haganlo, puede proceder, puede continuar, pueden proceder, puedes continuar, \
creo que si, pienso que si, supongo que si, imagino que si, espero que si, diria que si, yo diria que si, digo que si, he dicho que si, dije que si, yes, yep, yeah, obvio, obvio que si, obviamente, obviamente si, \
naturalmente, evidentemente, ciertamente, seguro, seguro que si, segurisimo, absolutamente, totalmente, por que no, porque no, ninguna objecion, no tengo objeciones, no tengo ninguna objecion, no tengo inconveniente, ningun inconveniente, no tengo ningun inconveniente, sin inconveniente, \
lo quiero, la quiero, lo quisiera, la quisiera, lo haria, claro hombre, claro mujer, hecho, trato hecho, listo, lista, todo en orden, tal cual, afirmativo, eso esta bien, ya lo tengo, ya tengo, ya tengo uno, ya tengo una",
    yes_or_statement: "tengo, lo tengo, la tengo, los tengo, las tengo, tengo uno, tengo una, tengo un, tengo el, tengo la, tengo los, tengo las, tengo mi, tengo mis, tenemos, \
tenemos uno, tenemos una, tambien tengo, tengo ambos, tengo los dos, claro que tengo, si que tengo, lo hice, lo he hecho",
    yes_at_end: "s, y, k, si senor, bien, bueno, bueno si, buenisimo, bueno vale, genial, estupendamente, fenomenal, excelente, buena idea, guay, fantastico, maravilloso, fabuloso, verdad, es verdad, asi, asi mismo, confirma, confirmar, confirme, \
enviar, envia, manda, mandar, reserva, reservar, aceptar, acepta, aceptado, aceptada, aceptamos, recibido, positivo, siempre, puedo, podemos, puedo hacerlo, lo soy, lo somos, ja, oui, of course, sure, puede, pueden, puedes, \
puede guardarlos, pueden guardarlos, puedes guardarlos, puede guardarlo, pueden guardarlo, puede guardar, pueden guardar, puede conservarlos, pueden conservarlos, puede conservarlo, podria, lo hare, segura, por favor, porfa, porfavor, gracias si, va, va bien, sea, \
ya, quiero, cuenten conmigo, cuenta conmigo, me apunto, correcta, todo, tal cual esta",
    no: "no, nop, nope, nah, noo, no no, no gracias, no muchas gracias, pues no, que no, ah no, ay no, uy no, claro que no, por supuesto que no, desde luego que no, de ninguna manera, de ningun modo, \
en absoluto, para nada, ni hablar, ni loco, ni loca, ni de broma, ni en broma, jamas, nunca, nunca jamas, todavia no, aun no, no todavia, no aun, tampoco, yo tampoco, \
no creo, no lo creo, no creo que, creo que no, pienso que no, no pienso, supongo que no, imagino que no, espero que no, diria que no, yo diria que no, digo que no, he dicho que no, dije que no, seguro que no, \
no realmente, no exactamente, no del todo, no es correcto, no es cierto, no es asi, no es eso, no es verdad, no esta bien, no esta correcto, esta mal, esta todo mal, es incorrecto, es falso, eso no, asi no, \
no acepto, no lo acepto, no consiento, no doy mi consentimiento, no autorizo, no lo autorizo, no confirmo, no apruebo, no estoy de acuerdo, no estoy conforme, rechazo, lo rechazo, me niego, me opongo, \
no tengo, no lo tengo, no la tengo, no los tengo, no tenemos, ya no, ya no tengo, no he, no puedo, no podemos, no podria, no podre, no quiero, no lo quiero, no la quiero, no quisiera, no me gustaria, no deseo, no deseamos, \
no soy, no lo soy, no estoy, no me va bien, no me viene bien, no me va, no me parece bien, no me apetece, no me interesa, mejor no, mejor que no, prefiero que no, prefiero no, preferiria que no, preferiria no, \
lamentablemente no, desgraciadamente no, por desgracia no, lo siento no, me temo que no, no guarden, no guarde, no guardes, no guarden nada, no guarde nada, no conserven, no conserve, no conserven nada, no conserve nada, no almacenen, no almacene, \
no registren, no registre, no graben, no grabe, no envie, no envien, no lo envie, no la envie, no lo envies, no la envies, no mande, no lo mande, no reserve, no reserves, no lo haga, no lo hagas, no siga, no hace falta, no es necesario, no lo necesito, no necesito, \
de momento no, por ahora no, por el momento no, hoy no, no hoy, no para mi, negativo, que va, nanay, ninguno, ninguna",
    no_at_end: "n, non, nein, falso, falsa, mal, incorrecto, incorrecta, equivocado, erroneo, nada, nada de nada, nadie, rechazado, rechazar, imposible, no es posible, ni uno, ni una, lo perdi",
    no_or_statement: "nada, ninguno, ninguna, no es eso, eso no, no es asi, no es correcto",
    fillers: "eh, ehm, em, mmm, hm, hmm, uhm, ah, oh, ay, uy, uf, bueno, pues, venga, anda, oye, oiga, mira, mire, entonces, hombre, mujer, y, pero, perdon, perdona, perdone, disculpa, disculpe, hola, buenas, \
buenos dias, lamentablemente, desgraciadamente, afortunadamente, sinceramente, francamente, la verdad, gracias, a ver, este, o sea, jaja, jajaja, yo, porfa",
    chained: "ok, vale, bien, bueno, perfecto, genial, estupendo, correcto, exacto, claro, venga, dale, listo, de acuerdo, muy bien, esta bien",
    no_reservation: "si, si si, si gracias, si por favor, claro que si, por supuesto que si, pero solo para eso, solo para eso, pero solamente para eso, solamente para eso, unicamente para eso, pero unicamente para eso, pero solo para esto, solo para esto, \
pero solo para ese fin, solo para ese fin, solo con ese fin, pero solo con ese fin, unicamente para ese fin, no hay problema, ningun problema, sin problema, sin problemas, ninguna objecion, no tengo objeciones, no tengo inconveniente, \
ningun inconveniente, sin inconveniente, por que no, como no, sin duda, sin ninguna duda, sin dudarlo, no pasa nada",
    doubts: "no se, no lo se, no estoy seguro, no estoy segura, no estoy muy seguro, no estoy muy segura, no lo tengo claro, ni idea, no tengo ni idea, quizas, quiza, tal vez, a lo mejor, \
y no, si y no, puede ser, quien sabe",
    after_doubt: "aun, todavia, bien, la verdad",
    reservations: "pero, si, solo, solamente, unicamente, excepto, salvo, menos, aunque, mejor, espera, espere, cuando, siempre, condicion, antes, hasta, sin, \
no, ni, nunca, jamas, nada, sino, embargo, mientras",
};
