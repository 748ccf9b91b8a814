//! French names and what stands around them.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    capital_nouns: false,
    strong_cues: &[
        "je mappelle",
        "je mapelle",
        "jmappelle",
        "moi je mappelle",
        "je me nomme",
        "je me prenomme",
        "mon nom est",
        "mon nom cest",
        "mon nom complet est",
        "mon nom de famille est",
        "mon prenom est",
        "mon prenom cest",
        "mes nom et prenom sont",
        "le nom est",
        "le bon nom est",
        "le nom exact est",
        "le nom complet est",
        "le nom correct est",
        "le nom cest",
        "nom et prenom",
        "nom prenom",
        "prenom et nom",
        "prenom nom",
        "nom complet",
        "on mappelle",
        "appelez moi",
        "appelle moi",
        "vous pouvez mappeler",
        "tu peux mappeler",
        "au nom de",
        "au nom d",
        "reserver au nom de",
        "cest au nom de",
        "sous le nom de",
        "mettez au nom de",
    ],
    bare_cues: &["nom", "prenom", "signe"],
    after_cue: &["est", "cest", "simplement", "juste", "en fait", "plutot"],
    weak_cues: &["je suis", "jsuis", "moi cest", "ici cest", "cest", "ici", "de la part de", "je voulais dire", "le bon cest"],
    never_after: "que quand si comme parce car ou quoi puisque lorsque qui dont mais ce tout bien pas la",
    is_plural: |_| false,
    goes_on: &["et", "de", "du", "ici", "jai", "je", "jhabite", "mon", "ma", "mail", "email", "au", "a", "pour"],
    openings: &[
        "euh",
        "heu",
        "hum",
        "hm",
        "hmm",
        "mmm",
        "eh bien",
        "ben",
        "bah",
        "bon",
        "alors",
        "donc",
        "voila",
        "ok",
        "okay",
        "daccord",
        "bien sur",
        "oui",
        "ouais",
        "oui bien sur",
        "oui cest",
        "oui alors",
        "certainement",
        "volontiers",
        "bonjour",
        "bonsoir",
        "salut",
        "coucou",
        "hello",
        "cest",
        "ce sera",
        "ca sera",
        "ce serait",
        "moi cest",
        "je suis",
        "ah",
        "oh",
        "non",
        "pardon",
        "desole",
        "desolee",
        "en fait",
        "plutot",
        "tres bien",
        "parfait",
        "avec plaisir",
        "monsieur et madame",
    ],
    small_cues: &[
        "cest",
        "ce sera",
        "ce serait",
        "mettez",
        "mets",
        "notez",
        "note",
        "ecrivez",
        "ecris",
        "inscrivez",
        "marquez",
        "signe",
        "cordialement",
        "bien cordialement",
        "bien a vous",
        "salutations",
        "sinceres salutations",
        "meilleures salutations",
        "merci",
        "merci davance",
        "bonne journee",
    ],
    small_cues_inside: &[
        "je vous lai dit",
        "je vous ai dit",
        "je tai dit",
        "jai dit",
        "jai deja dit",
        "deja dit",
        "jai ecrit",
        "je viens de le dire",
        "je viens decrire",
    ],
    titles: &[
        "monsieur",
        "madame",
        "mademoiselle",
        "mr",
        "mme",
        "mlle",
        "m",
        "docteur",
        "dr",
        "maitre",
        "me",
        "professeur",
        "pr",
        "prof",
        "famille",
    ],
    endings: &[
        "sil vous plait",
        "sil te plait",
        "svp",
        "stp",
        "merci",
        "merci beaucoup",
        "ici",
        "je lai deja dit",
        "je lai dit",
        "comme dit",
        "comme je lai dit",
        "comme deja dit",
        "au telephone",
        "a lappareil",
        "cordialement",
    ],
    and: "et",
    articles: "de du des d la le les l un une au aux a et en",
    function: "a ai aie aimerais ainsi alors annule annuler apres arrete as assez attendez au aujourdhui aussi autre autres aux avais avait avant avec avez avoir avons \
bah beaucoup ben besoin bien bientot bon bonjour bonne bonsoir bref c ca car ce cela celle celui ces cest cet cette ceux chaque chez ci combien comme comment commence commencer comprends \
corriger contre coucou d daccord dans davance dautres de deja demain demande demander depuis derriere des desole desolee deux devant devez devrais dire dis dit dites dois doit donc dont du durant elle elles en encore \
enfin ensuite entre envie es est estce et etais etait etes etre eu euh eux exactement excusez fais faire fait faites faut finalement font gens grave hein helas heu hier hum ici il ils inconnu jai jaimerais jamais \
je jen jusqua jusque jveux juste l la laisse laissez le les leur leurs loin lui ma maintenant mais mal malheureusement me meme merci mes mets mettre mettez mets mieux moi moins mon n na nai ne nest ni \
nimporte nom non nos notre nous nouveau nouvelle oh ok okay on ont ou ouais oui par parce parfait parle parler parlez pardon parmi part pas passe passer pendant pense personne peu peut peutetre peux plait plein plus \
plusieurs plutot pour pourquoi pourrais pourriez pourtant pouvez pouvons preferais prefere premier prenez presque pres puis puisje puisque qu quand que quel quelle quelles quelquun quelque quelques quels quest qui quil quoi rappelle recommencer recommence reessayer \
rien s sa sais sait salut sans sauf sauter savoir se sera serait serez ses seulement si sinon sils soit sommes son sont sors souhaite souhaiterais sous stop suis sur sure surtout svp stp t ta tant te tel tes \
toi ton toujours tous tout toute toutes tres trois trop tu un une va vais vas venir vers veuillez veut veux viens voici voila voir vont vos votre voudrais voulais voulez vous vrai vraiment y zut \
lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars juin juillet aout septembre octobre novembre decembre \
the is are was you your my me not no yes please cancel help stop",
    description: "absent absente accompagne accompagnee adulte adulte affame agee age aide aimable allemand allemande allergique americain americaine ancien ancienne anglais anglaise apprenti apprentie artisan artisane assistant assistante \
au autonome avocat avocate belge benevole blesse blessee bloque bloquee boulanger boulangere bresilien bresilienne caissier caissiere calme candidat candidate capable celibataire certain certaine chauffeur chauffeuse chef chomeur chomeuse client cliente coiffeur coiffeuse comptable \
confus confuse content contente convaincu convaincue cuisinier cuisiniere curieux curieuse debordee deborde debutant debutante debout decide decidee decu decue dehors dentiste desespere desesperee deux devant diplome diplomee dispo disponible disponibles divorce divorcee docteur \
developpeur developpeuse directeur directrice electricien electricienne eleve employe employee enceinte enchante enchantee energique ennuye ennuyee enseignant enseignante enthousiaste espagnol espagnole etranger etrangere etudiant etudiante etonne etonnee europeen europeenne expert experte \
fache fachee faible fatigue fatiguee fiance fiancee fidele fier fiere flexible fort forte fou folle francais francaise francophone gene genee gerant gerante grec grecque gueri guerie habitue habituee handicape handicapee heureux heureuse hesitant hesitante \
impatient impatiente impossible inquiet inquiete indecis indecise independant independante indien indienne infirmier infirmiere informaticien informaticienne ingenieur ingenieure inscrit inscrite interesse interessee interesses invite invitee italien italienne ivoirien \
japonais japonaise jaloux jardinier jardiniere jeune journaliste juriste libre libres licencie licenciee livreur livreuse locataire majeur majeure malade malentendant malien maman mariee marocain marocaine marrant mecanicien mecanicienne mecontent mecontente medecin membre menuisier \
mineur mineure mobile mort morte motive motivee musicien musicienne nerveux nerveuse normal normale nouveau nouvelle nul nulle nounou occupe occupee operateur operatrice original ouvert ouverte ouvrier ouvriere papa parent parents parisien parisienne patient patiente patron patronne perdu perdue perplexe \
plombier polonais polonaise ponctuel ponctuelle portugais portugaise possible possibles preneur present presente presse pressee pret prete prets prof professeur propre proprietaire qualifie qualifiee quelqu quelquun rassure rassuree ravi ravie receptionniste reconnaissant reconnaissante responsable retard retraite retraitee \
roumain roumaine russe salarie salariee satisfait satisfaite secretaire senegalais serein sereine serieux serieuse seul seule seuls serveur serveuse sincere soudeur soudeuse souffrant souffrante sportif sportive stagiaire stresse stressee suisse super sur sure surpris surprise sympa \
technicien technicienne titulaire touche touchee tranquille tranquilles traducteur traductrice travailleur travailleuse triste tunisien tunisienne turc turque ukrainien ukrainienne un urgent urgente important importante dommage gratuit gratuite utilisateur vegan vegane vegetarien vegetarienne vendeur vendeuse veuf veuve vieux vieille vivant vivante voisin voisine volontaire vrai \
faux fausse vrai vraie contre",
    surname: "boulanger chef fort jeune menuisier mecanicien russe suisse maitre grand petit blanc noir roux allemand langlois lefrancais fidele ami bon content vieux docteur tranquille clement",
    topic: "tel tph portable adresse abonnement acces accueil acompte adhesion aide allergie allergies annonce annulation anonyme arrhes assistance atelier ateliers attestation avis billet billets bot bots bulletin cadeau candidature caution certificat chat chatbot code commande compte compteur contact contrat \
conges coordonnees cotisation cours courriel courrier cv date dates delai demande devis document documents donnees dossier duree email erreur essai experience facture fichier fiche formation formulaire frais groupe heure heures horaire horaires info infos information informations inscription inscriptions jour jours langue lettre \
lieu liste livraison mail mails machine materiel message messages metier mission modalites mois mot niveau nombre nouvelles numero numeros objet offre offres option options ordinateur paiement panne parking participation pause permis personnes photo places plan planning poste postes prenom prix probleme programme projet promo \
prestation prestations question questions rabais rappel reduction reglement remboursement remise rendez rdv renseignement renseignements reponse reservation reservations retour robot role rgpd salaire salaires seance seances securite semaine semaines service services site stage stages stationnement tarif tarifs taux telephone temps titre train travail tva urgence vacances \
vehicule ville visite voix weekend",
    moment: "asap immediatement vite bientot rapidement toutdesuite",
    lookalike: "achat acte action adieu adresse affaire age agence agent aile aimer air aller amende ami amour ange appel apres arbre argent article assez atelier auteur autre avance avenir avocat avril bague bain balle banc banque barbe base bateau battre beau besoin bete biere bijou billet blanc bleu boire bois boite bonne bord botte \
bouche bouton bras bref brosse bruit bureau cadre cafe calme camion canal carre carte casier cause cent cercle chaise chambre champ chance chant chat chaud chef cheval cheveu chien choix chose clair classe clef client coeur coiffe coin comme compte conte copie corps coude couleur coup coupe cour cours course court couteau couture crayon creme crise croire cuir cuire cuisine cuit \
danger danse date debut defaut demain dent depart depot dernier dessin dette deux dieu diner docteur doigt donner dos doux drap droit eau ecole ecran effet eglise encre enfant entre envie epaule erreur espace essai essence etage etat etoile etude euro face facile facture faim faire fait faute femme fer ferme fete feu fier fille film fils fin fleur fois fond force forme fort foule four frais frere froid front fruit fumer \
gagner garage garde gare gateau gauche gens glace goutte gout grand gras gris gros guerre guide habit haut herbe heure hier homme honte hotel huile idee image jambe jardin jaune jeu jeune jouer jour juge jupe jus lacet laine lait lampe langue large larme laver lecon leger lettre libre lieu ligne linge lire liste lit livre loi loin long louer lourd lune lutte machine main maire maison mal malade manche manger marche marcher mari masse matin mer mere metal metre midi miel mieux mine mise mode moins mois moitie monde monter mort mot \
mouche moule mouton muet mur nappe neige nez noir noix nom note nuage nuit objet odeur offre ombre oncle ongle orange ordre oreille oser outil page pain paire paix palais panier papier paquet parc pareil parfum parler part partie pas passer pate pauvre payer pays peau peine peinture pelle pensee pere perle permis perte petit peur phare photo piece pied pierre place plage plaine plan plat plein pleurer pluie plume poche poids point poisson pont port porte poser poste pot poterie poule poupee pouvoir premier prendre pret preuve prix probleme proche prune pull \
quart queue race radio raison rang rare rater rayon regle reine repas repos reste retard retour reve rire riviere robe roi rond rose roue rouge route rue ruse sable sac sage saison salade salaire sale salle salon salut samedi sang saut savon seau sec seche secret sel selle sens sept seul siecle siege signe soif soin soir sol soleil somme son sort sorte sortie soupe source sourd stage station sucre suite sujet super tache taille tante tapis tard tarif tarte tasse taxe temps tendre tenir terre test tete texte theatre tire tissu titre toile toit tomate tombe ton tort touche tour tourner tracer train travail trou truc tube \
usine vache vague valeur valise vase veau vendre vent vente verre verser vert veste viande vide vie vieux vigne ville vin vite vivre voeu voile voir voisin voiture voix vol vouloir voyage vrai vue zone",
    is_command: |folded| {
        super::has(
            "contactez contacte appelez appelle rappelez rappelle ecrivez ecris envoyez envoie joignable telephonez habite habitant demeurant cherche joindre repondez",
            folded,
        )
    },
    is_participle: |folded| {
        super::has(
            "epele epelee ecrit ecrite orthographie orthographiee mal errone erronee faux fausse incorrect incorrecte incomplet incomplete confirme confirmee enregistre enregistree manquant oublie",
            folded,
        )
    },
    is_verb_or_adverb: |folded| {
        folded.len() > 6
            && ["ement", "amment", "emment", "issant", "issez", "erais", "erait", "tions"].iter().any(|ending| folded.ends_with(ending))
            && !super::has("clement", folded)
    },
};
