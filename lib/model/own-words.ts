/**
 * Words that are words, although two of their letters swapped make another one: never taken for a slip. A list may hold
 * one of a pair ("form"); whoever writes the other means that other.
 */
export const ownWords = new Set(
  (
    "alto lato anno nano arte rate crudo curdo orto roto perso preso porto proto salve slave torno trono torta trota " +
    "trova torva angel angle best bets calm clam casual causal dairy diary form from lost lots quiet quite sacred scared " +
    "salt slat spilt split trail trial unite untie"
  ).split(" "),
);
