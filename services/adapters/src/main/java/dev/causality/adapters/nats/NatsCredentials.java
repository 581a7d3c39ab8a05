package dev.causality.adapters.nats;

import java.nio.file.Path;

/** How to log in. Never printed. */
public sealed interface NatsCredentials {

    /** Not at all, or as the server's address says. */
    record None() implements NatsCredentials {}

    record UserPassword(String user, String password) implements NatsCredentials {

        /** @throws IllegalArgumentException when one of the two is missing */
        public UserPassword {
            if (user.isBlank() || password.isBlank()) {
                throw new IllegalArgumentException("NATS user and password must be set both, or neither");
            }
        }

        @Override
        public String toString() {
            return "UserPassword[hidden]";
        }
    }

    record Token(String token) implements NatsCredentials {

        /** @throws IllegalArgumentException when it is blank */
        public Token {
            if (token.isBlank()) {
                throw new IllegalArgumentException("the NATS token must not be blank");
            }
        }

        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /** A file with a JWT and an NKey seed. Read at each connect, so that it may be renewed. */
    record CredentialsFile(Path file) implements NatsCredentials {}
}
