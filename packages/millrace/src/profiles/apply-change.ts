import type { ChangedState } from "./apply-operations.ts";
import { applyOperations, areDone, mergeStates } from "./apply-operations.ts";
import type { Change } from "./change.ts";
import type { Operation } from "./operations.ts";
import { PropertyState } from "./property-state.ts";
import type { GroupName, Subject } from "./subject.ts";
import { groupKey } from "./subject.ts";

/** What is known of a subject. */
export interface Profile {
  readonly state: PropertyState;
  /** Of a device: its properties went to the first user it was seen with, and go to nobody else. */
  readonly claimed: boolean;
}

/** Of whom nothing is known. */
export const UNKNOWN: Profile = { state: PropertyState.EMPTY, claimed: false };

/** Where profiles are looked up and put. */
export interface Profiles {
  get(subject: Subject): Profile;
  put(subject: Subject, profile: Profile): void;
}

/** What an event found and did. */
export interface Applied {
  /** The user's properties after it; of an event without a user, the device's. */
  readonly user: PropertyState;
  readonly groups: readonly { readonly group: GroupName; readonly state: PropertyState }[];
  readonly changedUser: readonly string[];
  readonly changedGroup: readonly string[];
  /** It has to be applied again where profiles are made anew from the log: it carries operations, or took over a device. */
  readonly counts: boolean;
}

/** Does to the profiles what an event says, and answers what they are then. Nothing else decides about it. */
export function applyChange(profiles: Profiles, change: Change): Applied {
  const merged = takeOverDevice(profiles, change);
  const user = changeUser(profiles, change);
  const changedGroup = new Set<string>();
  const groups = change.groups.map((group) => {
    const after = changeSubject(profiles, { kind: "group", key: groupKey(group) }, change.groupOperations);
    for (const name of after.changed) changedGroup.add(name);
    return { group, state: after.state };
  });
  return {
    user: user.state,
    groups,
    changedUser: merged === undefined ? user.changed : [...new Set([...merged, ...user.changed])],
    changedGroup: [...changedGroup],
    counts:
      merged !== undefined ||
      change.userOperations.length > 0 ||
      (change.groupOperations.length > 0 && groups.length > 0),
  };
}

/** True where {@link applyChange} is sure to find everything as the event says. False means that it is not sure. */
export function leavesAlone(profiles: Profiles, change: Change): boolean {
  if (unclaimedDevice(profiles, change) !== undefined) return false;
  const { groups, userOperations, groupOperations } = change;
  const leaves = (subject: Subject, operations: readonly Operation[]): boolean =>
    areDone(profiles.get(subject).state, operations);
  const sender = senderOf(change);
  if (sender !== undefined && !leaves(sender, userOperations)) return false;
  return groups.every((group) => leaves({ kind: "group", key: groupKey(group) }, groupOperations));
}

/** The device whose properties the event would give to its user; undefined where there is nothing to give. */
export function unclaimedDevice(
  profiles: Pick<Profiles, "get">,
  { userId, deviceId }: Pick<Change, "userId" | "deviceId">,
): { readonly subject: Subject; readonly device: Profile; readonly userId: string } | undefined {
  if (userId === undefined || deviceId === undefined) return undefined;
  const subject: Subject = { kind: "device", key: deviceId };
  const device = profiles.get(subject);
  return device.claimed || device.state.values.size === 0 ? undefined : { subject, device, userId };
}

/** What was known of a device becomes its first user's; where both know a property, the user's stays. */
function takeOverDevice(profiles: Profiles, change: Change): readonly string[] | undefined {
  const found = unclaimedDevice(profiles, change);
  if (found === undefined) return undefined;
  const { subject, device, userId } = found;
  profiles.put(subject, { ...device, claimed: true });
  const user: Subject = { kind: "user", key: userId };
  const before = profiles.get(user);
  const { state, changed } = mergeStates(before.state, device.state);
  if (changed.length > 0) profiles.put(user, { ...before, state });
  return changed;
}

/** Whose properties the event carries: its user's, without one its device's. */
function senderOf({ userId, deviceId }: Change): Subject | undefined {
  if (userId !== undefined) return { kind: "user", key: userId };
  return deviceId === undefined ? undefined : { kind: "device", key: deviceId };
}

function changeUser(profiles: Profiles, change: Change): ChangedState {
  const sender = senderOf(change);
  if (sender === undefined) return { state: PropertyState.EMPTY, changed: [] };
  return changeSubject(profiles, sender, change.userOperations);
}

function changeSubject(profiles: Profiles, subject: Subject, operations: readonly Operation[]): ChangedState {
  const profile = profiles.get(subject);
  // Most of what clients send is known: finding that out needs no copy.
  if (areDone(profile.state, operations)) return { state: profile.state, changed: [] };
  const after = applyOperations(profile.state, operations);
  if (after.changed.length > 0) profiles.put(subject, { ...profile, state: after.state });
  return after;
}
