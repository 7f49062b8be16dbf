package io.bloksec.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a simulator lets through that the original does not, no test would find. */
class MessageRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void takesWhatIsRight() throws Exception {
        assertThat(check(
                        "{'message':{'token':'t','data':{'r':'x'},'android':{'priority':'high','ttl':'55s','collapse_key':'c'},"
                                + "'apns':{'headers':{'apns-priority':'10','apns-push-type':'alert','apns-expiration':'1'},"
                                + "'payload':{'aps':{'alert':{'loc-key':'K'},'mutable-content':1}}}}}"))
                .isEqualTo("token");
        assertThat(check("{'message':{'fid':'f'}}")).isEqualTo("fid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'message':'text'}",
                "{'message':{'data':{'r':'x'}}}",
                "{'message':{'token':'t','fid':'f'}}",
                "{'message':{'token':7}}",
                "{'message':{'token':'t','surprise':1}}",
                "{'message':{'token':'t'},'surprise':1}",
                "{'message':{'token':'t','data':{'r':1}}}",
                "{'message':{'token':'t','data':{'google.x':'y'}}}",
                "{'message':{'token':'t','data':{'from':'y'}}}",
                "{'message':{'token':'t','android':{'ttl':'55'}}}",
                "{'message':{'token':'t','android':{'ttl':55}}}",
                "{'message':{'token':'t','android':{'ttl':'1m'}}}",
                "{'message':{'token':'t','android':{'ttl':'9999999s'}}}",
                "{'message':{'token':'t','android':{'priority':'urgent'}}}",
                "{'message':{'token':'t','android':{'colour':'red'}}}",
                "{'message':{'token':'t','apns':{'headers':{'apns-priority':'7'}}}}",
                "{'message':{'token':'t','apns':{'headers':{'apns-surprise':'7'}}}}",
                "{'message':{'token':'t','apns':{'headers':{'apns-expiration':'soon'}}}}",
                "{'message':{'token':'t','apns':{'headers':{'apns-push-type':'alert'},'payload':{'aps':{}}}}}",
                "{'message':{'token':'t','apns':{'payload':{'aps':{'alert':{'loc-key':1}}}}}}"
            })
    void refusesWhatIsNot(String message) {
        assertThatThrownBy(() -> check(message)).isInstanceOf(FcmRefusal.class);
    }

    private static String check(String message) throws Exception {
        return MessageRules.check(JSON.readTree(message.replace('\'', '"')));
    }
}
