/** What a promise comes to; rejects with the signal's reason once that aborts. The work behind it goes on, for whoever else waits. */
export function orAborted<T>(found: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    found.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
