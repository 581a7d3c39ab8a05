package dev.causality.conformance.system.workload;

import dev.causality.v1.AddToCart;
import dev.causality.v1.AppStart;
import dev.causality.v1.ButtonTap;
import dev.causality.v1.Coordinates;
import dev.causality.v1.CustomEvent;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.PurchaseComplete;
import dev.causality.v1.ScreenView;
import dev.causality.v1.SwipeDirection;
import dev.causality.v1.SwipeGesture;
import dev.causality.v1.UserLogin;
import java.util.List;
import java.util.random.RandomGenerator;

/** Payloads at random, at least one of each category, with the category and type that the warehouse shows for them. */
final class Payloads {
    private static final int LARGE_CHARACTERS = 40_000;
    private static final List<String> TEXTS = List.of(
            "home",
            "checkout",
            "Straße",
            "日本語",
            "emoji 🎉",
            "quote \" and \\ backslash",
            "line\nbreak",
            "tab\t",
            "'",
            "0",
            "null");

    private final RandomGenerator random;

    Payloads(RandomGenerator random) {
        this.random = random;
    }

    /** What the warehouse calls an event. */
    record Kind(String category, String type) {}

    /** Sets one payload of the envelope and says what kind of event it is now. */
    Kind setAny(EventEnvelope.Builder envelope) {
        return switch (random.nextInt(9)) {
            case 0 -> login(envelope);
            case 1 -> view(envelope);
            case 2 -> tap(envelope);
            case 3 -> swipe(envelope);
            case 4 -> cart(envelope);
            case 5 -> purchase(envelope);
            case 6 -> start(envelope);
            default -> custom(envelope, 0);
        };
    }

    /** Sets a payload of some dozens of kilobytes. */
    Kind setLarge(EventEnvelope.Builder envelope) {
        return custom(envelope, LARGE_CHARACTERS);
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Kind login(EventEnvelope.Builder envelope) {
        envelope.setUserLogin(UserLogin.newBuilder()
                .setUserId("user-" + random.nextInt(1000))
                .setMethod(text())
                .setIsNewUser(random.nextBoolean()));
        return new Kind("user", "login");
    }

    private Kind view(EventEnvelope.Builder envelope) {
        envelope.setScreenView(ScreenView.newBuilder()
                .setScreenName(text())
                .putParams(text(), text())
                .putParams("empty", ""));
        return new Kind("screen", "view");
    }

    private Kind tap(EventEnvelope.Builder envelope) {
        envelope.setButtonTap(ButtonTap.newBuilder()
                .setButtonId("b" + random.nextInt(10))
                .setCoordinates(
                        Coordinates.newBuilder().setX(random.nextInt(1000) / 4f).setY(-1.5f)));
        return new Kind("interaction", "button_tap");
    }

    private Kind swipe(EventEnvelope.Builder envelope) {
        envelope.setSwipeGesture(SwipeGesture.newBuilder()
                .setDirection(SwipeDirection.forNumber(1 + random.nextInt(4)))
                .setDurationMs(random.nextLong(0, 5000)));
        return new Kind("interaction", "swipe");
    }

    private Kind cart(EventEnvelope.Builder envelope) {
        envelope.setAddToCart(AddToCart.newBuilder()
                .setProductId("p" + random.nextInt(100))
                .setProductName(text())
                .setQuantity(random.nextInt(3))
                .setPriceCents(random.nextLong()));
        return new Kind("commerce", "add_to_cart");
    }

    private Kind purchase(EventEnvelope.Builder envelope) {
        PurchaseComplete.Builder purchase = PurchaseComplete.newBuilder()
                .setOrderId("o" + random.nextInt(100))
                .setTotalCents(Long.MAX_VALUE);
        for (int item = random.nextInt(3); item > 0; item--) {
            purchase.addItemsBuilder().setProductId("p" + item).setQuantity(item);
        }
        envelope.setPurchaseComplete(purchase);
        return new Kind("commerce", "purchase_complete");
    }

    private Kind start(EventEnvelope.Builder envelope) {
        envelope.setAppStart(
                AppStart.newBuilder().setIsColdStart(random.nextBoolean()).setLaunchDurationMs(random.nextInt(9000)));
        return new Kind("system", "app_start");
    }

    private Kind custom(EventEnvelope.Builder envelope, int filler) {
        String name = random.nextBoolean() ? "level_up" : "Level Up.v2";
        CustomEvent.Builder custom = CustomEvent.newBuilder()
                .setEventName(name)
                .putStringParams("text", text())
                .putIntParams("score", random.nextLong())
                .putFloatParams("ratio", random.nextInt(1000) / 8.0)
                .putBoolParams("won", random.nextBoolean());
        if (filler > 0) {
            custom.putStringParams("filler", "x".repeat(filler));
        }
        envelope.setCustomEvent(custom);
        return new Kind("custom", name);
    }
}
