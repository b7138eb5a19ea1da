/** How many turns the event loop takes while something is done: few where that holds everything else up. */
export async function turnsWhile(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const turn = (): void => {
    turns++;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  try {
    await work();
    return turns;
  } finally {
    clearImmediate(next);
  }
}
