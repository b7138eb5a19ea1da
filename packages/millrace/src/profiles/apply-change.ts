import type { ChangedState } from "./apply-operations.ts";
import { applyOperations, mergeStates } from "./apply-operations.ts";
import type { Change } from "./change.ts";
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

/** What was known of a device becomes its first user's; where both know a property, the user's stays. */
function takeOverDevice(profiles: Profiles, { userId, deviceId }: Change): readonly string[] | undefined {
  if (userId === undefined || deviceId === undefined) return undefined;
  const subject: Subject = { kind: "device", key: deviceId };
  const device = profiles.get(subject);
  if (device.claimed || device.state.values.size === 0) return undefined;
  profiles.put(subject, { ...device, claimed: true });
  const user: Subject = { kind: "user", key: userId };
  const before = profiles.get(user);
  const { state, changed } = mergeStates(before.state, device.state);
  if (changed.length > 0) profiles.put(user, { ...before, state });
  return changed;
}

function changeUser(profiles: Profiles, { userId, deviceId, userOperations }: Change): ChangedState {
  if (userId !== undefined) return changeSubject(profiles, { kind: "user", key: userId }, userOperations);
  if (deviceId !== undefined)
    return changeSubject(profiles, { kind: "device", key: deviceId }, userOperations);
  return { state: PropertyState.EMPTY, changed: [] };
}

function changeSubject(
  profiles: Profiles,
  subject: Subject,
  operations: Parameters<typeof applyOperations>[1],
): ChangedState {
  const profile = profiles.get(subject);
  const after = applyOperations(profile.state, operations);
  if (after.changed.length > 0) profiles.put(subject, { ...profile, state: after.state });
  return after;
}
