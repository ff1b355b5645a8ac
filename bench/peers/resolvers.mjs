import { GraphQLError } from 'graphql';
import {
  countMeetings,
  createUser,
  mintToken,
  readMeeting,
  readMeetings,
  readOwnMeetings,
  readUser,
  readUsers,
} from './queries.mjs';

// Plain resolvers over hand-written SQL: each root field fetches all that is selected below it.

function selected(info) {
  return info.fieldNodes.flatMap(({ selectionSet }) =>
    selectionSet.selections.map(({ name }) => name?.value),
  );
}

function forAdmin(resolve) {
  return (_root, args, { caller }, info) => {
    if (!caller.isAdmin) throw new GraphQLError('For admins only');
    return resolve(args, info);
  };
}

function forUser(resolve) {
  return (_root, args, { caller }, info) => {
    if (caller.userId === null) throw new GraphQLError('For users only');
    return resolve(caller.userId, args, info);
  };
}

export const resolvers = {
  Query: {
    user: forAdmin(({ id }, info) => readUser(id, selected(info))),
    users: forAdmin((page, info) => readUsers(page, selected(info))),
    // The page itself is read by its fields, so that a count is made only where it is selected.
    meetings: forAdmin((page) => page),
    meeting: forAdmin(({ id }, info) => readMeeting(id, selected(info))),
    viewer: forUser((userId, _args, info) => readUser(userId, selected(info))),
    myMeetings: forUser((userId, page, info) => readOwnMeetings(userId, page, selected(info))),
  },
  MeetingPage: {
    nodes: (page, _args, _context, info) => readMeetings(page, selected(info)),
    totalCount: () => countMeetings(),
  },
  Meeting: {
    user: ({ userId, userEmail, userName }) => ({ id: userId, email: userEmail, name: userName }),
  },
  Mutation: {
    createUser: forAdmin(createUser),
    mintToken: forAdmin(mintToken),
  },
};
