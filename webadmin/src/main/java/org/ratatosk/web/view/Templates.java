package org.ratatosk.web.view;

import freemarker.cache.StringTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.ext.beans.BeansWrapper;
import freemarker.ext.beans.ZeroArgumentNonVoidMethodPolicy;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders templates ({@code .ftlh}), which escape whatever they print. Templates reach the components of records, maps and
 * lists, and nothing else of Java. All are read at the start: the files may be replaced under a running server. Thread-safe.
 */
public final class Templates {
    private final Configuration configuration;

    /**
     * Reads the templates.
     *
     * @param from where they are
     * @param folder that holds them, without a slash at either end
     * @param names of all of them
     */
    public Templates(ClassLoader from, String folder, List<String> names) {
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        StringTemplateLoader texts = new StringTemplateLoader();
        names.forEach(name -> texts.putTemplate(name, read(from, folder + "/" + name)));
        configuration.setTemplateLoader(texts);
        configuration.setDefaultEncoding("UTF-8");
        configuration.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setRecognizeStandardFileExtensions(true);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setLocalizedLookup(false);
        configuration.setLocale(Locale.ENGLISH);
        configuration.setNumberFormat("computer");
        DefaultObjectWrapperBuilder wrapper = new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34);
        wrapper.setExposureLevel(BeansWrapper.EXPOSE_SAFE);
        wrapper.setMemberAccessPolicy(new RecordsOnly());
        wrapper.setRecordZeroArgumentNonVoidMethodPolicy(
                ZeroArgumentNonVoidMethodPolicy.PROPERTY_ONLY_UNLESS_BEAN_PROPERTY_READ_METHOD);
        configuration.setObjectWrapper(wrapper.build());
    }

    private static String read(ClassLoader from, String path) {
        try (InputStream in = from.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The file " + path + " is not in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Renders a template.
     *
     * @throws IllegalStateException if the template is wrong, which is a bug of ours
     */
    public String render(String template, Map<String, Object> model) {
        StringWriter out = new StringWriter(8192);
        try {
            configuration.getTemplate(template).process(model, out);
        } catch (TemplateException | IOException e) {
            throw new IllegalStateException("The template " + template + " cannot be shown", e);
        }
        return out.toString();
    }

    /** HTML that is known to be safe, which templates print as it is. */
    static TemplateHTMLOutputModel safe(String html) {
        try {
            return HTMLOutputFormat.INSTANCE.fromMarkup(html);
        } catch (freemarker.template.TemplateModelException e) {
            throw new IllegalStateException(e);
        }
    }
}
