#include "content-bundles/compiler/example.hpp"

#include <fmt/format.h>

#include <utility>

#include "content-bundles/format/manifest.hpp"

namespace escale::compiler {
namespace {
constexpr std::string_view kBundle = R"(id: @ID@
kind: course
title:
  fr: Mon cours
summary:
  fr: Un exemple à transformer. Chaque fichier montre ce que l’on peut écrire.
languages: [fr, fr-x-facile]
audiences: [professionnels]
themes: [exemple]
publisher: Votre organisme
licence: CC-BY-SA-4.0
sensitive: false          # true : la borne propose la sortie rapide
documents:                # dans l’ordre de lecture
  - lessons/01-lecon.md
  - lessons/02-cas.md
  - lessons/03-quiz.md
  - programme.yaml
)";

constexpr std::string_view kLesson = R"(---
id: lecon                 # ne change plus une fois publié
kind: lesson
title: Une première leçon
minutes: 3
sources:
  - title: Le nom de votre source
    note: Dites ce qu’elle établit.
definitions:
  - term: variante
    text: Le même document écrit autrement, par exemple en français facile.
---
Un paragraphe, avec un mot **important** et un *mot cité*. Écrivez les espaces simplement : elles deviennent insécables.

## Ce que l’on peut écrire

- une liste ;
- un [lien vers le cas](02-cas.md) ;
- un numéro, pris dans `data/numbers.yaml` : {{number:3977}}.

| Signe | Que faire |
|---|---|
| Un doute | En parler à son équipe |
| Un danger immédiat | Appeler les secours |

> [!RETENIR]
> Une note à retenir. Il existe aussi INFO, LOI et ATTENTION.

{{number:3977}}
)";

constexpr std::string_view kEasy = R"(---
id: lecon
kind: lesson
title: Une première leçon
minutes: 2
---
> [!INFO]
> Version simplifiée, non relue par un panel.

Une phrase dit une idée.\
La phrase suivante commence sur une autre ligne.
)";

constexpr std::string_view kCase = R"(---
id: cas
kind: case
title: Un cas à décider
minutes: 4
---
Cette situation est inventée. Une voisine vous dit qu’elle s’inquiète pour M. D., qui ne sort plus.

```gift
::premier-pas:: Que faites-vous ? {
~Rien : il n’a rien demandé. #L’absence de demande n’est pas une absence de besoin.
=Vous frappez, vous dites qui vous êtes, vous attendez. #Vous faites le premier pas, il garde le choix.
~%50%Vous écrivez un mot sans rien d’intime. #C’est utile, mais une lettre ne remplace pas une rencontre.
####On va vers la personne sans forcer sa porte.
}
```

Le lendemain, il vous ouvre.
)";

constexpr std::string_view kQuiz = R"(---
id: quiz
kind: quiz
title: Vérifiez ce que vous avez compris
minutes: 5
---
Une question de chaque sorte.

```gift
// Le titre entre :: est l’identifiant de la question : ne le changez plus une fois publié.
::une-reponse:: Que veut dire « aller-vers » ? {
=Faire le premier pas #C’est cela.
~Attendre la demande #C’est l’inverse.
}

::plusieurs-reponses:: Que peut contenir une leçon ? Plusieurs réponses. {
~%50%Une liste
~%50%Un tableau
~%-100%Un programme informatique #La borne n’exécute rien.
}

::vrai-faux:: Une variante garde l’identifiant du document. {VRAI#Relisez l’en-tête de la leçon.#Exact.}

::reponse-courte:: Comment s’appelle le format des questions ? {
=gift #Oui, comme un cadeau en anglais.
=%0%* #C’est « GIFT ».
}

::nombre:: Combien de minutes annonce la première leçon ? {#3 #Exact.}

::paires:: Reliez chaque mot à son dossier. {
=Les leçons -> lessons
=Les images -> media
=Les numéros -> data
= -> programmes
}

::mot-manquant:: Une note qui commence par [!LOI] cite {=la loi ~un livre}.
```
)";

constexpr std::string_view kProgramme = R"(id: programme
title: "Journée d’exemple : une matinée"
day: 2026-11-26
timezone: Europe/Paris
place: Le nom du lieu
slots:
  - {start: "09:00", end: "09:15", title: Accueil, room: Hall, kind: welcome}
  - {start: "09:15", end: "10:30", title: Une table ronde, kind: round-table, speakers: [Une intervenante, Un intervenant]}
  - {start: "10:30", end: "10:45", title: Pause, kind: break}
pages:
  - title: Accès
    text: |
      Écrivez ici comment venir.

      - en train ;
      - en bus.
)";

constexpr std::string_view kNumbers = R"(# Une seule place pour chaque numéro : les documents le nomment par {{number:ID}}.
- id: "3977"
  name: Maltraitance des personnes âgées et des adultes handicapés
  number: "3977"
  verified: 2026-11-24    # le jour où vous avez vérifié
  source: Le nom de la page où vous l’avez vérifié
)";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  if (const std::size_t at = out.find(from); at != std::string::npos) out.replace(at, from.size(), to);
  return out;
}
}  // namespace

Result<> write_example(Files& files, const Path& folder, std::string_view id) {
  if (!format::is_identifier(id)) return fail(Code::InvalidInput, fmt::format("'{}' is not an id: use a-z, 0-9 and -, at most 64 characters", id));
  if (files.exists(folder / "bundle.yaml"))
    return fail(Code::Conflict, fmt::format("{} already holds a bundle: choose another folder", folder.string()));
  const std::pair<const char*, std::string> sources[] = {{"lessons/01-lecon.md", std::string(kLesson)},
                                                         {"lessons/01-lecon.fr-x-facile.md", std::string(kEasy)},
                                                         {"lessons/02-cas.md", std::string(kCase)},
                                                         {"lessons/03-quiz.md", std::string(kQuiz)},
                                                         {"programme.yaml", std::string(kProgramme)},
                                                         {"data/numbers.yaml", std::string(kNumbers)},
                                                         {"bundle.yaml", replaced(kBundle, "@ID@", id)}};
  for (const auto& [path, text] : sources) {
    TRY(files.make_directories((folder / path).parent_path()));
    TRY(files.write_atomic(folder / path, as_bytes(text)));
  }
  return {};
}

}  // namespace escale::compiler
