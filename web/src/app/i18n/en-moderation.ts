/** The sentences of what is done about members: they come with a member's card, its dialogs and the settings. */
export const moderation = {
  moderation: {
    title: "Moderation",
    isTimedOut: "In time-out until {{time}}",
    endTimeOut: "End the time-out",
    endTimeOutOf: "End the time-out of {{name}}",
    timeOutEnded: "{{name}} may write again.",
    timeOutAsk: "Put {{name}} in time-out?",
    timeOutHint:
      "Until it ends {{name}} can read, and neither write, react nor talk. {{name}} sees when it ends, and leaves a voice channel at once.",
    timeOutDo: "Put in time-out",
    timedOut: "{{name}} is in time-out until {{time}}.",
    length: "For how long",
    lengths: {
      minute: "60 seconds",
      fiveMinutes: "5 minutes",
      tenMinutes: "10 minutes",
      hour: "1 hour",
      day: "1 day",
      week: "1 week",
    },
    reason: "Reason",
    reasonHint: "For those who may read the audit log. It can stay empty.",
  },
} as const;
