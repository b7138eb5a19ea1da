/** Tells a receiver that the message is sent once more because somebody asked for it: its value is the replay's id. */
export const REPLAY_HEADER = "millrace-replay-id";
