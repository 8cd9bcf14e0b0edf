/** Names with which people greet, address and sign; common ones in Italy and in English. None is a word of a sentence. */
export const givenNames = (
  "adriana adriano alberto aldo alessandra alessandro alessia alessio alfredo alice andrea angela angelo anna antonella " +
  "antonia antonio barbara beatrice bruno carla carlo carmela carmelo caterina cesare chiara cinzia claudia claudio " +
  "cristian cristiana cristina daniela daniele dario davide debora diego domenico donatella edoardo elena eleonora elisa " +
  "elisabetta emanuela emanuele emilia emma enrica enrico enzo erica ernesto ettore eva fabio fabrizio federica federico " +
  "filippo flavia flavio francesca francesco franco gabriele gabriella giacomo gianluca gianni giorgia giorgio giovanna " +
  "giovanni giulia giuliano giulio giuseppe giuseppina grazia greta guido ilaria irene ivan jacopo laura leonardo lidia " +
  "liliana linda lorenzo loredana luca lucia luciano luigi luisa manuel manuela marcella marcello marco margherita maria " +
  "marina mario marta martina massimo matteo mattia maurizio mauro michela michele mirko monica nadia nicola nicole nicolo " +
  "noemi oscar paola paolo pasquale patrizia piero pietro raffaele raffaella renata renato riccardo rita roberta roberto " +
  "rocco romano rosa rosanna rosario samuela samuele sandra sandro sara serena sergio silvia silvio simona simone sofia " +
  "sonia stefania stefano susanna teresa tiziana tommaso umberto valentina valeria valerio vanessa vera veronica vincenzo " +
  "virginia vito vittoria vittorio viviana walter " +
  "john james robert michael william david thomas charles daniel matthew anthony steven paul kevin brian george edward " +
  "mary jennifer elizabeth susan jessica sarah karen nancy lisa margaret betty sandra ashley emily donna michelle kate " +
  "jane peter simon andrew chris alex sam tom ben jack"
).split(" ");
