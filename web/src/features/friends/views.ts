/** The lists that the friends screen shows, as its address names them. */
export const FRIEND_VIEWS = ["all", "online", "pending", "blocked"] as const;

export type FriendView = (typeof FRIEND_VIEWS)[number];
