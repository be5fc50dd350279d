package org.ratatosk.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.server.store.NotDurableException;
import org.ratatosk.server.store.StoreFullException;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Cookies;
import org.ratatosk.web.auth.Gate;
import org.ratatosk.web.auth.Origins;
import org.ratatosk.web.auth.Paths;
import org.ratatosk.web.auth.RefusedException;
import org.ratatosk.web.auth.Secrets;
import org.ratatosk.web.page.Answer;
import org.ratatosk.web.page.Call;
import org.ratatosk.web.page.ErrorPage;
import org.ratatosk.web.page.FormPage;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.PageTable;
import org.ratatosk.web.page.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request from its path to its answer: reads the path in the only way it can be read, finds the page, asks the gate,
 * checks a form's token, lets the page answer. The page that the gate judged is the page that answers. Thread-safe.
 */
final class PageHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);
    private static final int MAX_FIELDS = 200;
    private static final int MAX_FORM = 128 * 1024; // the longest comment takes 90 000 bytes in letters of three bytes

    private final PageTable table;
    private final CallReader reader;
    private final ErrorPage errors;

    PageHandler(PageTable table, CallReader reader, ErrorPage errors) {
        this.table = table;
        this.reader = reader;
        this.errors = errors;
    }

    /** A request on its way to its page; {@code formKey} is a new one that the browser has to be given. */
    private record Ask(
            Request request,
            Response response,
            Callback callback,
            Page page,
            Call call,
            @Nullable String formKey) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer early;
        try {
            Optional<String> shorter = withoutSlash(request);
            if (shorter.isPresent()) {
                AnswerWriter.write(Answer.moved(shorter.get()), request, response, callback);
                return true;
            }
            CallReader.Reading reading = reader.read(request);
            Optional<PageTable.Match> match = table.find(reading.path());
            if (match.isPresent()) {
                Page page = match.get().page();
                Call call = reading.call().withParts(match.get().parts());
                enter(new Ask(request, response, callback, page, call, reading.freshFormKey()));
                return true;
            }
            early = failure(reading.call(), "", Refusal.notFound("There is no such page."));
        } catch (RuntimeException e) {
            early = failure(CallReader.blank(request), "", e);
        }
        AnswerWriter.write(early, request, response, callback);
        return true;
    }

    /** The path without a slash at its end, where that is a page for everybody; people add one by habit. */
    private Optional<String> withoutSlash(Request request) {
        String path = request.getHttpURI().getPath();
        if (path == null
                || path.length() < 2
                || !path.endsWith("/")
                || !request.getMethod().equals("GET")) {
            return Optional.empty();
        }
        String shorter = path.substring(0, path.length() - 1);
        return Paths.segments(shorter)
                .flatMap(table::find)
                .filter(match -> match.page().access() == Access.ANYBODY)
                .map(match -> shorter);
    }

    private void enter(Ask ask) {
        Answer stopped = judge(ask);
        if (stopped != null) {
            write(ask, stopped);
        } else if (ask.page() instanceof FormPage page
                && ask.request().getMethod().equals("POST")) {
            takeOrRead(ask, page);
        } else {
            write(ask, show(ask));
        }
    }

    private @Nullable Answer judge(Ask ask) {
        String method = ask.request().getMethod();
        Call call = ask.call();
        boolean read = method.equals("GET") || method.equals("HEAD");
        boolean known = read || (method.equals("POST") && ask.page() instanceof FormPage);
        return switch (Gate.judge(ask.page().access(), call.client(), call.visitor())) {
            case NOT_HERE -> failure(call, "", Refusal.notFound("There is no such page."));
            case FORBIDDEN -> failure(call, "", new Refusal(403, "This page is not for your account."));
            case LOG_IN -> read ? logIn(ask.request()) : failure(call, "", new Refusal(403, "You are logged out."));
            case ENTER -> known ? null : notThatWay(ask);
        };
    }

    private static Answer logIn(Request request) {
        return Answer.seeOther(
                "/login?next=" + UrlEncoded.encodeString(request.getHttpURI().getPathQuery()));
    }

    private Answer notThatWay(Ask ask) {
        return failure(ask.call(), "", new Refusal(405, "This page cannot be used in that way."))
                .with("Allow", ask.page() instanceof FormPage ? "GET, HEAD, POST" : "GET, HEAD");
    }

    private void takeOrRead(Ask ask, FormPage page) {
        if (page.isProvedByAddress()) {
            write(ask, answered(page, ask.call()));
        } else {
            readForm(ask, page);
        }
    }

    /** Reads a form without holding a thread while it trickles in. */
    private void readForm(Ask ask, FormPage page) {
        FormFields.onFields(ask.request(), StandardCharsets.UTF_8, MAX_FIELDS, MAX_FORM, new Promise.Invocable<>() {
            @Override
            public InvocationType getInvocationType() {
                return InvocationType.BLOCKING;
            }

            @Override
            public void succeeded(org.eclipse.jetty.util.Fields fields) {
                write(ask, take(ask, page, ask.call().withForm(CallReader.fields(fields))));
            }

            @Override
            public void failed(Throwable cause) {
                Refusal refusal = new Refusal(400, "The form could not be read, or it was too long.");
                write(ask, failure(ask.call(), "", refusal).with("Connection", "close"));
            }
        });
    }

    private Answer show(Ask ask) {
        try {
            return ask.page().get(ask.call());
        } catch (RuntimeException e) {
            return failure(ask.call(), ask.page().path(), e);
        }
    }

    private Answer take(Ask ask, FormPage page, Call call) {
        try {
            if (isForeign(ask.request(), call)) {
                throw new Refusal(
                        403, "This form has grown too old, or another page sent it. Load the page and try again.");
            }
        } catch (RuntimeException e) {
            return failure(call, page.path(), e);
        }
        return answered(page, call);
    }

    private Answer answered(FormPage page, Call call) {
        try {
            return page.post(call);
        } catch (RuntimeException e) {
            return failure(call, page.path(), e);
        }
    }

    private static boolean isForeign(Request request, Call call) {
        String fetchSite = request.getHeaders().get("Sec-Fetch-Site");
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String authority = request.getHttpURI().getAuthority();
        return Origins.foreign(fetchSite, origin, call.client().secure(), authority == null ? "" : authority)
                || !Secrets.same(call.formToken(), call.form().text("token"));
    }

    /** What went wrong, in words. Paths are not logged: they may hold the secret of a one-time link. */
    private Answer failure(Call call, String page, RuntimeException e) {
        if (e instanceof Refusal refusal) {
            return errors.show(call, refusal.status(), message(e));
        }
        if (e instanceof CmsException cms) {
            return errors.show(call, cms.temporary() ? 503 : 409, message(e));
        }
        if (e instanceof RefusedException refused) {
            return errors.show(call, 422, refused.sentence());
        }
        if (e instanceof StoreFullException) {
            return errors.show(
                    call, 507, "There is no room left to keep anything. Nothing was changed; reading goes on.");
        }
        if (e instanceof NotDurableException) {
            return errors.show(
                    call,
                    503,
                    "This could not be written to disk safely. Look whether it was done, then try again later.");
        }
        LOG.error("The page {} failed", page, e);
        return errors.show(call, 500, "Something broke here. It is in the log, and not your fault.");
    }

    private static String message(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? "That was not possible." : message;
    }

    private static void write(Ask ask, Answer answer) {
        Answer whole = answer;
        String key = ask.formKey();
        if (ask.call().visitor() != null && answer.cache() == Answer.Cache.REVALIDATE) {
            whole = answer.cached(Answer.Cache.NEVER);
        } else if (key != null && ask.page() instanceof FormPage && answer.cache() == Answer.Cache.NEVER) {
            whole = answer.withCookie(
                    Cookies.set(Cookies.FORM, key, ask.call().client().secure()));
        }
        AnswerWriter.write(whole, ask.request(), ask.response(), ask.callback());
    }
}
